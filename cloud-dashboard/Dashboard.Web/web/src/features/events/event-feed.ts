import { signal } from '@preact/signals-core';
import { api, ApiError } from '../../shared/api/api';
import { Backoff } from '../../shared/api/backoff';
import { wait } from '../../shared/api/wait';
import type { SiteEvent } from '../../shared/contract/generated/contract';
import { now } from '../../shared/format/clock';
import { EventList } from '../../shared/events/event-list';

const PAGE = 100;
/** A hole of more pages than this is not closed: the list begins again. */
const HOLE = 20;

/** The sequence of events of one site, or of all, while a page shows it: what the historian has, and what comes live. */
export class EventFeed {
  readonly failed = signal<{ code: string; since: number } | undefined>(undefined);
  readonly loading = signal(false);
  readonly #list = new EventList();
  /** Counts what changes in the list, which itself is no signal. */
  readonly #changes = signal(0);
  #stopped = false;
  #turn = 0;

  /** Without a site it is of all. */
  constructor(readonly site?: string) {
    void this.#first();
  }

  get list(): Readonly<Pick<EventList, 'shown' | 'waiting' | 'complete'>> {
    return this.#changes.value >= 0 ? this.#list : new EventList();
  }

  /** Another site is shown, or none: what is still on its way is dropped. */
  stop(): void {
    this.#stopped = true;
  }

  /** A live entry; while somebody reads further down it waits. */
  add(event: SiteEvent, reading: boolean): void {
    const own = this.site === undefined || event.site === this.site;
    if (own && (this.#list.complete || this.#list.shown.length > 0) && this.#list.add(event, reading)) {
      this.#changes.value++;
    }
  }

  release(): void {
    if (this.#list.waiting.length > 0) {
      this.#list.release();
      this.#changes.value++;
    }
  }

  async more(): Promise<void> {
    const before = this.#list.next;
    if (this.loading.peek() || before === undefined) {
      return;
    }
    this.loading.value = true;
    try {
      this.#addPage(await this.#page(before));
    } catch (error) {
      this.failed.value = { code: code(error), since: now() };
    } finally {
      this.loading.value = false;
    }
  }

  /** After a lost connection: what came meanwhile is fetched, page by page until one ends with an entry that is here. */
  async again(reading: boolean): Promise<void> {
    const turn = ++this.#turn;
    const backoff = new Backoff();
    while (!this.#stopped && turn === this.#turn && this.#list.shown.length > 0) {
      try {
        await this.#close(turn, reading);
        return;
      } catch (error) {
        this.failed.value = { code: code(error), since: this.failed.peek()?.since ?? now() };
        await wait(backoff.next());
      }
    }
  }

  async #close(turn: number, reading: boolean): Promise<void> {
    const missed: SiteEvent[] = [];
    let next: string | undefined;
    let joined = false;
    for (let pages = 0; pages < HOLE && !joined; pages++) {
      const page = await this.#page(next);
      missed.push(...page.events);
      next = page.next;
      // The last of the page and not any: an entry with a time to come is on the first page for ever.
      const last = page.events.at(-1);
      joined = next === undefined || last === undefined || this.#list.has(last.key);
    }
    if (this.#stopped || turn !== this.#turn) {
      return;
    }
    this.failed.value = undefined;
    if (joined) {
      missed.forEach((event) => this.add(event, reading));
    } else {
      this.#list.clear();
      this.#list.addPage(missed, next);
      this.#changes.value++;
    }
  }

  async #first(): Promise<void> {
    const backoff = new Backoff();
    while (!this.#stopped && this.#list.shown.length === 0 && !this.#list.complete) {
      try {
        this.#addPage(await this.#page());
        return;
      } catch (error) {
        this.failed.value = { code: code(error), since: this.failed.peek()?.since ?? now() };
        await wait(backoff.next());
      }
    }
  }

  #page(before?: string): ReturnType<typeof api.allEvents> {
    return this.site === undefined ? api.allEvents(PAGE, before) : api.events(this.site, PAGE, before);
  }

  #addPage(page: Awaited<ReturnType<typeof api.events>>): void {
    if (!this.#stopped) {
      this.failed.value = undefined;
      this.#list.addPage(page.events, page.next);
      this.#changes.value++;
    }
  }
}

const code = (error: unknown): string => error instanceof ApiError ? error.code : 'page';
