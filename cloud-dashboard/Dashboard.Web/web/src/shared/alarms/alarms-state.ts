import { computed, signal } from '@preact/signals-core';
import { api, ApiError } from '../api/api';
import { Backoff } from '../api/backoff';
import { Emitter } from '../api/emitter';
import { wait } from '../api/wait';
import type { AlarmOverview, AlarmUpdate, AlarmView, SiteAlarmsView } from '../contract/generated/contract';
import { now } from '../format/clock';
import { live, type Live } from '../live/live';

const sum = (counts: readonly number[]): number => counts.reduce((all, one) => all + one, 0);

/** More alarms than this within that time are a flood (IEC 62682). */
const FLOOD = 10;
const WINDOW = 600_000;

/** The flood lasts until its first alarm is older than the window: the eleventh of the newest. */
function floodUntil(sites: readonly SiteAlarmsView[]): number | undefined {
  const raised = sites.flatMap(({ recent }) => recent.map((time) => Date.parse(time))).sort((a, b) => b - a);
  const [newest, eleventh] = [raised[0], raised[FLOOD]];
  return newest !== undefined && eleventh !== undefined && newest - eleventh < WINDOW ? eleventh + WINDOW : undefined;
}

/** What calls somebody, of all stations: the alarm to be seen first, and how many there are. */
export class AlarmsState {
  /** Undefined while it is not known: that is no "none". */
  readonly overview = signal<AlarmOverview | undefined>(undefined);
  /** That the server could not say it, and since when. */
  readonly failed = signal<{ code: string; since: number } | undefined>(undefined);
  readonly first = computed(() => this.overview.value?.first);
  /** How many are not acknowledged, of all stations. */
  readonly unacknowledged = computed(() => sum((this.overview.value?.sites ?? []).map((site) => sum(site.unacknowledged))));
  /** Until when more alarms were raised within ten minutes than one can follow; undefined where they were not. */
  readonly floodUntil = computed(() => floodUntil(this.overview.value?.sites ?? []));
  /** What changed, as the server sent it. */
  readonly updates = new Emitter<AlarmUpdate>();
  /** Something may have been missed: what shows alarms asks for them again. */
  readonly missed = new Emitter();
  /** Counts messages and sessions: an answer that was asked for before either is dropped. */
  #turn = 0;

  constructor(connection: Live) {
    connection.on('connected', () => {
      this.missed.emit();
      void this.#fetch();
    });
    connection.on('alarms', (update) => {
      this.#take(update.overview);
      this.updates.emit(update);
      if (!update.all) {
        this.missed.emit();
      }
    });
    connection.on('stopped', () => {
      this.#turn++;
      this.overview.value = undefined;
      this.failed.value = undefined;
    });
  }

  /** How many of a station are not acknowledged. */
  of(site: string): number {
    return sum(this.#site(site)?.unacknowledged ?? []);
  }

  /** The highest priority of those, undefined without any. */
  worst(site?: string): number | undefined {
    const sites = this.overview.value?.sites ?? [];
    const at = Math.min(...(site === undefined ? sites : sites.filter((one) => one.site === site))
      .map(({ unacknowledged }) => unacknowledged.findIndex((count) => count > 0)).filter((index) => index >= 0));
    return Number.isFinite(at) ? at + 1 : undefined;
  }

  #site(site: string): SiteAlarmsView | undefined {
    return this.overview.value?.sites.find((one) => one.site === site);
  }

  /** What a message says is newer than what was asked for before it came. */
  #take(overview: AlarmOverview): void {
    this.#turn++;
    this.failed.value = undefined;
    this.overview.value = overview;
  }

  async #fetch(): Promise<void> {
    const turn = ++this.#turn;
    const backoff = new Backoff();
    while (turn === this.#turn) {
      try {
        const overview = await api.alarmOverview();
        if (turn === this.#turn) {
          this.#take(overview);
        }
        return;
      } catch (error) {
        if (turn !== this.#turn) {
          return;
        }
        this.failed.value = { code: error instanceof ApiError ? error.code : 'page', since: this.failed.peek()?.since ?? now() };
        await wait(backoff.next());
      }
    }
  }
}

/** Whether an alarm calls somebody: it is shown, and not acknowledged. */
export const calls = (alarm: AlarmView): boolean => !alarm.acknowledged && alarm.shelf === undefined && alarm.design === undefined;

export const alarms = new AlarmsState(live);
