import type { AlarmView } from '../../shared/contract/generated/contract';
import { compare, matches, type Filters } from './filters';

/** The alarms as they are shown. While somebody reads, no row changes its place: what is new waits, what is over stays. */
export class AlarmList {
  shown: AlarmView[] = [];
  /** Alarms that came while somebody read. */
  waiting: AlarmView[] = [];
  /** Rows that the filters would not show any more. */
  readonly gone = new Set<number>();
  next: string | undefined;
  complete = false;

  constructor(readonly filters: Filters) {}

  /** Whether something waits until nobody reads. */
  get unsettled(): boolean {
    return this.waiting.length > 0 || this.gone.size > 0;
  }

  /** The page that follows what is there. What is in it and shown already, because it moved, is as the page says. */
  addPage(alarms: readonly AlarmView[], next: string | undefined): void {
    const page = new Map(alarms.map((alarm) => [alarm.id, alarm]));
    const held = new Set([...this.shown, ...this.waiting].map(({ id }) => id));
    this.shown = [...this.shown.map((one) => newer(page.get(one.id), one)), ...alarms.filter(({ id }) => !held.has(id))];
    page.forEach((_alarm, id) => this.gone.delete(id));
    this.next = next;
    this.complete = next === undefined;
  }

  /** What changed, as it came live. */
  take(changed: readonly AlarmView[], reading: boolean): void {
    for (const alarm of changed) {
      const shown = this.shown.findIndex(({ id }) => id === alarm.id);
      const waits = this.waiting.findIndex(({ id }) => id === alarm.id);
      const fits = matches(alarm, this.filters);
      if (shown >= 0) {
        this.#replace(shown, alarm);
      } else if (waits >= 0) {
        this.waiting.splice(waits, 1, ...(fits ? [alarm] : []));
      } else if (fits && !this.#further(alarm)) {
        this.waiting.push(alarm);
      }
    }
    if (!reading) {
      this.settle();
    }
  }

  /** What the server has now, as far as what is shown goes. */
  refill(fresh: readonly AlarmView[], next: string | undefined, reading: boolean): void {
    const now = new Map(fresh.map((alarm) => [alarm.id, alarm]));
    this.next = next;
    this.complete = next === undefined;
    if (!reading) {
      this.shown = [...fresh];
      this.waiting = [];
      this.gone.clear();
      return;
    }
    this.shown = this.shown.map((held) => newer(now.get(held.id), held));
    // What lies behind the answer is not over: new alarms have moved it on, and it was not asked for.
    this.shown.filter((alarm) => !now.has(alarm.id) && !this.#behind(fresh.at(-1), alarm)).forEach(({ id }) => this.gone.add(id));
    now.forEach((_alarm, id) => this.gone.delete(id));
    const held = new Set(this.shown.map(({ id }) => id));
    this.waiting = fresh.filter(({ id }) => !held.has(id));
  }

  /** Nobody reads: what waits comes, what is over goes, and everything is in its place. */
  settle(): void {
    if (this.waiting.length > 0 || this.gone.size > 0 || !sorted(this.shown, this.filters)) {
      this.shown = [...this.waiting, ...this.shown].filter(({ id }) => !this.gone.has(id)).sort(compare[this.filters.order]);
      this.waiting = [];
      this.gone.clear();
    }
  }

  #replace(at: number, alarm: AlarmView): void {
    const held = this.shown[at];
    if (held && alarm.change >= held.change) {
      this.shown = this.shown.with(at, alarm);
      if (matches(alarm, this.filters)) {
        this.gone.delete(alarm.id);
      } else {
        this.gone.add(alarm.id);
      }
    }
  }

  /** Whether it lies behind what has been fetched: a page will bring it. */
  #further(alarm: AlarmView): boolean {
    return this.#behind(this.shown.at(-1), alarm);
  }

  #behind(last: AlarmView | undefined, alarm: AlarmView): boolean {
    return !this.complete && (last === undefined || compare[this.filters.order](alarm, last) > 0);
  }

  /** Whether an answer that ends with an alarm says something of all rows that are shown. */
  reaches(last: AlarmView | undefined): boolean {
    const end = this.shown.at(-1);
    return end === undefined || last !== undefined && compare[this.filters.order](end, last) <= 0;
  }
}

const newer = (fresh: AlarmView | undefined, held: AlarmView): AlarmView => fresh && fresh.change >= held.change ? fresh : held;

const sorted = (alarms: readonly AlarmView[], { order }: Filters): boolean =>
  alarms.every((alarm, at) => at === 0 || compare[order](alarms[at - 1] ?? alarm, alarm) <= 0);
