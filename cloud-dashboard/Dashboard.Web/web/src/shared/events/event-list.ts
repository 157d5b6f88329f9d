import type { SiteEvent } from '../contract/generated/contract';
import { newestFirst } from './arrival';

/** The sequence of events as it is shown: what arrived last first, each entry once. */
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
    const replaced = this.#replace(event);
    const oldest = this.shown.at(-1);
    if (!this.complete && oldest && newestFirst(event, oldest) > 0) {
      return replaced; // From the backlog, older than what has been fetched: a page will bring it.
    }
    if (!this.#isNew(event)) {
      return replaced;
    }
    if (reading) {
      this.waiting.push(event);
    } else {
      this.shown = sorted([event, ...this.shown]);
    }
    return true;
  }

  has(key: string): boolean {
    return this.#keys.has(key);
  }

  /** Between what is here and what the historian has now lies a hole that is too large to close: everything begins again. */
  clear(): void {
    this.shown = [];
    this.waiting = [];
    this.next = undefined;
    this.complete = false;
    this.#keys.clear();
  }

  release(): void {
    this.shown = sorted([...this.waiting, ...this.shown]);
    this.waiting = [];
  }

  /** An entry that was kept aside has its place now: its former self goes. */
  #replace({ replaces }: SiteEvent): boolean {
    if (replaces === undefined || !this.#keys.delete(replaces)) {
      return false;
    }
    this.shown = this.shown.filter((one) => one.key !== replaces);
    this.waiting = this.waiting.filter((one) => one.key !== replaces);
    return true;
  }

  #isNew(event: SiteEvent): boolean {
    if (this.#keys.has(event.key)) {
      return false;
    }
    this.#keys.add(event.key);
    return true;
  }
}

const sorted = (events: SiteEvent[]): SiteEvent[] => events.sort(newestFirst);
