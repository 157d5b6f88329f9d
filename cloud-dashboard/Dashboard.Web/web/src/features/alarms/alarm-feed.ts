import { signal } from '@preact/signals-core';
import { api, ApiError } from '../../shared/api/api';
import { Backoff } from '../../shared/api/backoff';
import { wait } from '../../shared/api/wait';
import type { AlarmUpdate, AlarmView } from '../../shared/contract/generated/contract';
import { now } from '../../shared/format/clock';
import { AlarmList } from './alarm-list';
import { requestOf, type Filters } from './filters';
import type { AlarmLine, ListFeed } from './lines';

const PAGE = 100;
/** What the server gives at once, and how many of those are asked for again at most. */
const MOST = 500;
const PAGES = 20;
/** How many alarms that are over are asked for one by one; more are struck through as they were. */
const OVER = 20;

/** The alarms of a page while it shows them: what the server has, and what comes live. */
export class AlarmFeed implements ListFeed {
  readonly failed = signal<{ code: string; since: number } | undefined>(undefined);
  readonly loading = signal(false);
  readonly #list: AlarmList;
  /** Counts what changes in the list, which itself is no signal. */
  readonly #changes = signal(0);
  #stopped = false;
  #turn = 0;
  /** What came live while something was asked for: it is newer than the answer. */
  #meanwhile: AlarmView[] = [];
  #asking = 0;

  constructor(readonly filters: Filters) {
    this.#list = new AlarmList(filters);
    void this.again(() => false);
  }

  get list(): Readonly<Pick<AlarmList, 'shown' | 'waiting' | 'gone' | 'complete' | 'unsettled'>> {
    return this.#changes.value >= 0 ? this.#list : this.#list;
  }

  get lines(): AlarmLine[] {
    const { shown, gone } = this.list;
    return shown.map((alarm) => ({ id: alarm.id, alarm, gone: gone.has(alarm.id) }));
  }

  get waiting(): number {
    return this.list.waiting.length;
  }

  get unsettled(): boolean {
    return this.list.unsettled;
  }

  get complete(): boolean {
    return this.list.complete;
  }

  /** Something else is shown: what is still on its way is dropped. */
  stop(): void {
    this.#stopped = true;
  }

  take({ changed }: AlarmUpdate, reading: boolean): void {
    if (this.#asking > 0) {
      this.#meanwhile.push(...changed);
    }
    this.#list.take(changed, reading);
    this.#changes.value++;
  }

  /** Nobody reads any more. */
  settle(): void {
    this.#list.settle();
    this.#changes.value++;
  }

  async more(): Promise<void> {
    const before = this.#list.next;
    if (this.loading.peek() || before === undefined) {
      return;
    }
    this.loading.value = true;
    try {
      const page = await this.#ask(() => api.alarms({ ...requestOf(this.filters), limit: PAGE, before }));
      if (!this.#stopped && before === this.#list.next) {
        this.failed.value = undefined;
        this.#list.addPage(page.alarms, page.next);
        this.#list.take(this.#meanwhile, true);
        this.#changes.value++;
      }
    } catch (error) {
      this.#fail(error);
    } finally {
      this.loading.value = false;
    }
  }

  /**
   * Asks for the list, as far as it is shown: at first, and after something may have been missed. Again until it is there. What is over
   * meanwhile and still shown is asked for by itself, `opened` first: what somebody reads must not say for long what was.
   */
  async again(reading: () => boolean, opened?: number): Promise<void> {
    const turn = ++this.#turn;
    const backoff = new Backoff();
    while (!this.#stopped && turn === this.#turn) {
      try {
        const { alarms, next } = await this.#ask(() => this.#fetch());
        if (!this.#stopped && turn === this.#turn) {
          this.failed.value = undefined;
          this.#list.refill(alarms, next, reading());
          this.#list.take(this.#meanwhile, reading());
          this.#changes.value++;
          const over = [...this.#list.gone].sort((a, b) => Number(b === opened) - Number(a === opened)).slice(0, OVER);
          const now = await this.#ask(() => Promise.all(over.map(asItIs)));
          this.#list.take(now.filter((alarm) => alarm !== undefined), reading());
          this.#changes.value++;
        }
        return;
      } catch (error) {
        this.#fail(error);
        await wait(backoff.next());
      }
    }
  }

  async #fetch(): Promise<{ alarms: AlarmView[]; next: string | undefined }> {
    const wanted = Math.max(PAGE, this.#list.shown.length);
    const found = new Map<number, AlarmView>();
    let next: string | undefined;
    let pages = 0;
    do {
      const page = await api.alarms({ ...requestOf(this.filters), limit: Math.min(MOST, wanted), before: next });
      page.alarms.forEach((alarm) => found.set(alarm.id, alarm));
      next = page.next;
    } while (next !== undefined && (found.size < wanted || !this.#list.reaches([...found.values()].at(-1))) && ++pages < PAGES);
    return { alarms: [...found.values()], next };
  }

  /** What comes live from now until the answer is kept beside it. */
  async #ask<Answer>(request: () => Promise<Answer>): Promise<Answer> {
    if (this.#asking++ === 0) {
      this.#meanwhile = [];
    }
    try {
      return await request();
    } finally {
      this.#asking--;
    }
  }

  #fail(error: unknown): void {
    if (!this.#stopped) {
      this.failed.value = { code: error instanceof ApiError ? error.code : 'page', since: this.failed.peek()?.since ?? now() };
    }
  }
}

/** An alarm as it is now; undefined where it is kept no longer. */
async function asItIs(id: number): Promise<AlarmView | undefined> {
  try {
    return (await api.alarm(id)).alarm;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) {
      return undefined;
    }
    throw error;
  }
}
