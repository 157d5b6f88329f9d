import { signal } from '@preact/signals-core';
import { api, ApiError } from '../../shared/api/api';
import { Backoff } from '../../shared/api/backoff';
import { wait } from '../../shared/api/wait';
import type { AlarmGroupView, AlarmUpdate, AlarmView } from '../../shared/contract/generated/contract';
import { now } from '../../shared/format/clock';
import { AlarmFeed } from './alarm-feed';
import { requestOf, type Filters } from './filters';
import type { AlarmLine, Line, ListFeed } from './lines';

const PAGE = 100;
const MOST = 500;
const PAGES = 20;
/** Groups are counted by the server: so long after a change at least, and a fifth of the time at most. */
const PAUSE = 1000;
const SHARE = 5;

/** Groups of alarms while a page shows them, and the alarms of those that are open. While somebody reads no line changes its place. */
export class GroupFeed implements ListFeed {
  readonly failed = signal<{ code: string; since: number } | undefined>(undefined);
  readonly loading = signal(false);
  /** How many alarms all groups have, and whether there are more that are in none. */
  total = 0;
  cut = false;
  #shown: AlarmGroupView[] = [];
  /** What the server has, where somebody reads still what it had. */
  #fresh: AlarmGroupView[] = [];
  #waiting: AlarmGroupView[] = [];
  readonly #gone = new Set<string>();
  #next: string | undefined;
  #complete = false;
  readonly #open = new Map<string, AlarmFeed>();
  /** Counts what changes here, which itself is no signal. */
  readonly #changes = signal(0);
  #stopped = false;
  #turn = 0;
  #took = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly filters: Filters, private readonly reading: () => boolean) {
    void this.again(reading);
  }

  /** Each group, and below one that is open its alarms. A burst of one alarm is that alarm. */
  get lines(): Line[] {
    void this.#changes.value;
    const held = new Set<number>();
    return this.#shown.flatMap((group): Line[] => {
      const gone = this.#gone.has(group.key);
      const feed = this.#open.get(group.key);
      if (!feed && group.alarm && this.#isAlone(group)) {
        held.add(group.alarm.id);
        return [{ id: group.alarm.id, alarm: group.alarm, gone }];
      }
      const below = (feed?.lines ?? []).filter(({ id }) => !held.has(id)).map((line): AlarmLine => ({ ...line, below: true }));
      below.forEach(({ id }) => held.add(id));
      const left = feed && !feed.complete ? Math.max(0, group.count - below.length) : 0;
      return [{ id: group.key, group, open: feed !== undefined, gone }, ...below,
        ...left > 0 ? [{ id: `${group.key} …`, of: group.key, left }] : []];
    });
  }

  get waiting(): number {
    void this.#changes.value;
    return this.#waiting.reduce((sum, { count }) => sum + count, 0) + [...this.#open.values()].reduce((sum, one) => sum + one.waiting, 0);
  }

  get unsettled(): boolean {
    void this.#changes.value;
    return this.#waiting.length > 0 || this.#gone.size > 0 || [...this.#open.values()].some((one) => one.unsettled);
  }

  get complete(): boolean {
    return this.#changes.value >= 0 && this.#complete;
  }

  /** The alarms of a group that are shown below its line; undefined while it is closed. */
  below(key: string): AlarmView[] | undefined {
    return this.#open.get(key)?.list.shown;
  }

  isOpen(key: string): boolean {
    return this.#open.has(key);
  }

  toggle(key: string): void {
    if (this.#open.has(key)) {
      this.#close(key);
    } else {
      this.#open.set(key, new AlarmFeed({ ...this.filters, within: key }));
    }
    this.#changes.value++;
  }

  /** More alarms of a group that is open. */
  moreOf(key: string): void {
    void this.#open.get(key)?.more();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    [...this.#open.keys()].forEach((key) => this.#close(key));
  }

  take(update: AlarmUpdate, reading: boolean): void {
    this.#open.forEach((feed) => feed.take(update, reading));
    const changed = new Map(update.changed.map((alarm) => [alarm.id, alarm]));
    this.#shown = this.#shown.map((group) => {
      const next = changed.get(group.alarm?.id ?? 0);
      return next && next.change >= (group.alarm?.change ?? 0) ? { ...group, alarm: next } : group;
    });
    this.#changes.value++;
    const { station } = this.filters;
    if (update.changed.some(({ site }) => station === '' || site === station)) {
      this.#timer ??= setTimeout(() => void this.#refresh(), Math.max(PAUSE, this.#took * SHARE));
    }
  }

  settle(): void {
    if (this.unsettled) {
      this.#shown = this.#fresh;
      this.#waiting = [];
      this.#gone.clear();
      const keys = new Set(this.#shown.map(({ key }) => key));
      this.#open.forEach((feed, key) => keys.has(key) ? feed.settle() : this.#close(key));
      this.#changes.value++;
    }
  }

  async more(): Promise<void> {
    const before = this.#next;
    if (this.loading.peek() || before === undefined) {
      return;
    }
    this.loading.value = true;
    try {
      const page = await api.alarmGroups({ ...requestOf(this.filters), by: this.filters.group, limit: PAGE, before });
      if (!this.#stopped && before === this.#next) {
        this.failed.value = undefined;
        const held = new Set([...this.#shown, ...this.#waiting].map(({ key }) => key));
        const further = page.groups.filter(({ key }) => !held.has(key));
        this.#shown = [...this.#shown, ...further];
        this.#fresh = [...this.#fresh, ...further];
        this.#goes(page.next);
      }
    } catch (error) {
      this.#fail(error);
    } finally {
      this.loading.value = false;
    }
  }

  /** Asks for the groups and for what is open, as far as it is shown; again until it is there. */
  async again(reading: () => boolean): Promise<void> {
    this.#open.forEach((feed) => void feed.again(reading));
    await this.#ask(reading);
  }

  async #refresh(): Promise<void> {
    await this.#ask(this.reading);
    this.#timer = undefined;
  }

  async #ask(reading: () => boolean): Promise<void> {
    const turn = ++this.#turn;
    const backoff = new Backoff();
    while (!this.#stopped && turn === this.#turn) {
      const began = Date.now();
      try {
        const { groups, next } = await this.#fetch();
        this.#took = Date.now() - began;
        if (!this.#stopped && turn === this.#turn) {
          this.failed.value = undefined;
          this.#refill(groups, next, reading());
        }
        return;
      } catch (error) {
        this.#fail(error);
        await wait(backoff.next());
      }
    }
  }

  async #fetch(): Promise<{ groups: AlarmGroupView[]; next: string | undefined }> {
    const wanted = Math.max(PAGE, this.#shown.length);
    const found = new Map<string, AlarmGroupView>();
    let next: string | undefined;
    let pages = 0;
    do {
      const page = await api.alarmGroups({
        ...requestOf(this.filters), by: this.filters.group, limit: Math.min(MOST, wanted), before: next,
      });
      page.groups.forEach((group) => found.set(group.key, group));
      next = page.next;
      this.total = page.alarms;
      this.cut = page.cut === true;
    } while (next !== undefined && found.size < wanted && ++pages < PAGES);
    return { groups: [...found.values()], next };
  }

  #refill(fresh: AlarmGroupView[], next: string | undefined, reading: boolean): void {
    const present = new Map(fresh.map((group) => [group.key, group]));
    this.#fresh = fresh;
    if (reading) {
      const held = new Set(this.#shown.map(({ key }) => key));
      this.#shown = this.#shown.map((group) => present.get(group.key) ?? group);
      this.#waiting = fresh.filter(({ key }) => !held.has(key));
      this.#gone.clear();
      // Where not all groups were asked for, one that is not among them may only have moved on.
      held.forEach((key) => next === undefined && !present.has(key) && this.#gone.add(key));
    } else {
      this.#shown = fresh;
      this.#waiting = [];
      this.#gone.clear();
      [...this.#open.keys()].filter((key) => !present.has(key)).forEach((key) => this.#close(key));
    }
    this.#goes(next);
  }

  #goes(next: string | undefined): void {
    this.#next = next;
    this.#complete = next === undefined;
    this.#changes.value++;
  }

  #close(key: string): void {
    this.#open.get(key)?.stop();
    this.#open.delete(key);
  }

  #isAlone({ count }: AlarmGroupView): boolean {
    return this.filters.group === 'cause' && count === 1;
  }

  #fail(error: unknown): void {
    if (!this.#stopped) {
      this.failed.value = { code: error instanceof ApiError ? error.code : 'page', since: this.failed.peek()?.since ?? now() };
    }
  }
}
