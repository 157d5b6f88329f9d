import type { SiteEvent } from '../../shared/contract/generated/contract';

/** The sequence of events as it is shown: newest first, each entry once, late ones in their place. */
export class EventList {
  shown: SiteEvent[] = [];
  /** Entries that came while the reader was further down. */
  waiting: SiteEvent[] = [];
  next: string | undefined;
  complete = false;
  readonly #keys = new Set<string>();

  /** A page from the historian, older than what is there. */
  addPage(events: SiteEvent[], next: string | undefined): void {
    this.shown = sorted([...this.shown, ...events.filter((event) => this.#isNew(event))]);
    this.next = next;
    this.complete = next === undefined;
  }

  /** A live entry. Returns whether the list changes on the screen. */
  add(event: SiteEvent, reading: boolean): boolean {
    const oldest = this.shown.at(-1);
    if (!this.complete && oldest && Date.parse(event.time) < Date.parse(oldest.time)) {
      return false; // From the backlog, older than what has been fetched: a page will bring it.
    }
    if (!this.#isNew(event)) {
      return false;
    }
    if (reading) {
      this.waiting.push(event);
    } else {
      this.shown = sorted([event, ...this.shown]);
    }
    return true;
  }

  release(): void {
    this.shown = sorted([...this.waiting, ...this.shown]);
    this.waiting = [];
  }

  #isNew(event: SiteEvent): boolean {
    if (this.#keys.has(event.key)) {
      return false;
    }
    this.#keys.add(event.key);
    return true;
  }
}

/** Newest first; of the same instant, the one recorded later first. */
function sorted(events: SiteEvent[]): SiteEvent[] {
  return events.sort((a, b) => Date.parse(b.time) - Date.parse(a.time) || b.seq - a.seq || (a.key < b.key ? 1 : -1));
}
