import { signal } from '@preact/signals-core';
import { api, ApiError } from '../../shared/api/api';
import { Backoff } from '../../shared/api/backoff';
import { wait } from '../../shared/api/wait';
import type { SiteEvent } from '../../shared/contract/generated/contract';
import { now } from '../../shared/format/clock';
import { EventList } from './event-list';

const PAGE = 100;

/** The sequence of events of one site while a page shows it: what the historian has, and what comes live. */
export class EventFeed {
  readonly failed = signal<{ code: string; since: number } | undefined>(undefined);
  readonly loading = signal(false);
  readonly #list = new EventList();
  /** Counts what changes in the list, which itself is no signal. */
  readonly #changes = signal(0);
  #stopped = false;

  constructor(readonly site: string) {
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
    if (event.site === this.site && (this.#list.complete || this.#list.shown.length > 0) && this.#list.add(event, reading)) {
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
      this.#addPage(await api.events(this.site, PAGE, before));
    } catch (error) {
      this.failed.value = { code: code(error), since: now() };
    } finally {
      this.loading.value = false;
    }
  }

  /** After a lost connection: what came meanwhile is fetched and laid in its place. */
  async again(reading: boolean): Promise<void> {
    if (this.#list.shown.length === 0) {
      return;
    }
    try {
      const page = await api.events(this.site, PAGE);
      page.events.forEach((event) => this.add(event, reading));
    } catch (error) {
      this.failed.value = { code: code(error), since: now() };
    }
  }

  async #first(): Promise<void> {
    const backoff = new Backoff();
    while (!this.#stopped && this.#list.shown.length === 0 && !this.#list.complete) {
      try {
        this.#addPage(await api.events(this.site, PAGE));
        return;
      } catch (error) {
        this.failed.value = { code: code(error), since: this.failed.peek()?.since ?? now() };
        await wait(backoff.next());
      }
    }
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
