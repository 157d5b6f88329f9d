import type { LineId } from './lines';

/** Which rows are chosen, and on which one the keys stand. Rows are named by their alarms: what changes place stays chosen. */
export class Selection {
  cursor: LineId | undefined;
  /** Alarms alone: the line of a group is never chosen itself. */
  readonly chosen: ReadonlySet<number>;
  readonly #anchor: LineId | undefined;

  constructor(cursor?: LineId, chosen: Iterable<number> = [], anchor = cursor) {
    this.cursor = cursor;
    this.chosen = new Set(chosen);
    this.#anchor = anchor;
  }

  /** So many rows on; `extend` chooses all from where it began to here. */
  moved(rows: readonly LineId[], by: number, extend: boolean): Selection {
    const at = this.cursor === undefined ? -1 : rows.indexOf(this.cursor);
    const to = rows[Math.min(rows.length - 1, Math.max(0, at + by))];
    return to === undefined ? this : extend ? this.extended(rows, to) : new Selection(to, this.chosen);
  }

  extended(rows: readonly LineId[], to: LineId): Selection {
    const anchor = this.#anchor !== undefined && rows.includes(this.#anchor) ? this.#anchor : this.cursor ?? to;
    const [from, end] = [rows.indexOf(anchor), rows.indexOf(to)].sort((a, b) => a - b);
    return new Selection(to, rows.slice(from, (end ?? 0) + 1).filter((row) => typeof row === 'number'), anchor);
  }

  toggled(row: number): Selection {
    return new Selection(row, this.chosen.has(row) ? [...this.chosen].filter((one) => one !== row) : [...this.chosen, row]);
  }

  /** All of some rows chosen besides; where they all are already, none of them any more. */
  toggledAll(rows: readonly number[], cursor: LineId): Selection {
    const all = rows.every((row) => this.chosen.has(row));
    return new Selection(cursor, all ? [...this.chosen].filter((one) => !rows.includes(one)) : [...this.chosen, ...rows]);
  }

  /** Without the rows that are no longer there. */
  kept(rows: ReadonlySet<LineId>): Selection {
    const gone = [...this.chosen].some((one) => !rows.has(one)) || this.cursor !== undefined && !rows.has(this.cursor);
    return gone
      ? new Selection(rows.has(this.cursor ?? NaN) ? this.cursor : undefined, [...this.chosen].filter((one) => rows.has(one)))
      : this;
  }
}

/** How many rows a key goes on; undefined for a key that goes nowhere. */
export const stepOf = (key: string, page: number): number | undefined => new Map([
  ['ArrowDown', 1], ['ArrowUp', -1], ['PageDown', page], ['PageUp', -page], ['Home', -Infinity], ['End', Infinity],
]).get(key);

/** Which of many rows of one height stand in the window, with some more on both sides. */
export function rowsInView(top: number, height: number, row: number, count: number, more = 10): [first: number, end: number] {
  const first = Math.max(0, Math.min(count, Math.floor(top / row)) - more);
  return [first, Math.min(count, Math.ceil((top + height) / row) + more)];
}
