/** The edges of a part on the screen. */
export type Edges = Pick<DOMRect, 'left' | 'right' | 'top' | 'bottom'>;
type Part = SVGElement & ElementCSSInlineStyle;

const directions: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1],
};

/** What lies aside counts more than what lies ahead, so that a key follows a row or a column. */
const ASIDE = 2.5;
/** From its edge a part is taken within this distance: with it the smallest sign is a target of 24 px. */
const REACH = 12;

/** The part that an arrow key leads to: the nearest whose middle lies in that direction. */
export function nextStop(boxes: readonly Edges[], at: number, key: string): number | undefined {
  const from = boxes[at];
  const direction = directions[key];
  if (!from || !direction) {
    return undefined;
  }
  const [x, y] = direction;
  const [fromX, fromY] = middle(from);
  let best: number | undefined;
  let least = Infinity;
  for (const [index, box] of boxes.entries()) {
    const [toX, toY] = middle(box);
    const ahead = (toX - fromX) * x + (toY - fromY) * y;
    const aside = Math.abs((toX - fromX) * y) + Math.abs((toY - fromY) * x);
    const cost = ahead + ASIDE * aside;
    if (index !== at && ahead > 0.5 && aside <= 2 * ahead + 1 && cost < least) {
      least = cost;
      best = index;
    }
  }
  return best;
}

/** The part that a tap beside all of them means: the nearest, if a finger may have missed it. */
export function nearest(boxes: readonly Edges[], x: number, y: number): number | undefined {
  let best: number | undefined;
  let least = REACH;
  for (const [index, { left, right, top, bottom }] of boxes.entries()) {
    const far = Math.hypot(Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom));
    if (far <= least && (right > left || bottom > top)) {
      least = far;
      best = index;
    }
  }
  return best;
}

const middle = ({ left, right, top, bottom }: Edges): [number, number] => [(left + right) / 2, (top + bottom) / 2];

/** The parts of a drawing are one stop of the Tab key; the arrow keys lead from one to the next. */
export class Stops {
  #parts: Part[] = [];
  #current: Part | undefined;

  get any(): boolean {
    return this.#parts.length > 0;
  }

  /** Takes the parts in their order; the one that was reached last stays the stop. */
  take(parts: readonly Part[]): void {
    const gone = this.#parts.filter((part) => !parts.includes(part));
    gone.forEach((part) => part.setAttribute('tabindex', '-1'));
    this.#parts = [...parts];
    parts.forEach((part) => part.setAttribute('tabindex', '-1'));
    this.reached(this.#current && parts.includes(this.#current) ? this.#current : parts[0]);
  }

  /** A part has the focus: from now on the Tab key leads to it. */
  reached(part: Part | undefined): void {
    if (part && this.#parts.includes(part)) {
      this.#current?.setAttribute('tabindex', '-1');
      this.#current = part;
      part.setAttribute('tabindex', '0');
    }
  }

  /** Where a key leads from a part; undefined when it is no such key or there is nothing. */
  next(from: Element, key: string): Part | undefined {
    const at = this.#parts.indexOf(from as Part);
    if (at < 0) {
      return undefined;
    }
    if (key === 'Home' || key === 'End') {
      return this.#parts.at(key === 'Home' ? 0 : -1);
    }
    const to = directions[key] && nextStop(this.#parts.map((part) => part.getBoundingClientRect()), at, key);
    return to === undefined ? undefined : this.#parts[to];
  }

  /** The part that a tap beside all of them means. */
  near(x: number, y: number): Part | undefined {
    const at = nearest(this.#parts.map((part) => part.getBoundingClientRect()), x, y);
    return at === undefined ? undefined : this.#parts[at];
  }
}
