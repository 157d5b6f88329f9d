import { computed, effect, signal, untracked } from '@preact/signals-core';
import { api } from '../api/api';
import { Backoff } from '../api/backoff';
import { wait } from '../api/wait';
import type { AlarmView } from '../contract/generated/contract';
import { live, type Live } from '../live/live';
import { watched, type Watched } from '../site/watched';
import { alarms, calls, type AlarmsState } from './alarms-state';

/** The server's most at once, the highest priorities first: more than that no drawing has room for. */
const MOST = 500;

const isOpen = ({ active, acknowledged, shelf, design }: AlarmView): boolean => !shelf && !design && (active || !acknowledged);

/** The open alarms of the station that is watched, for what shows its points. */
export class SiteAlarms {
  readonly #open = signal<ReadonlyMap<number, AlarmView>>(new Map());
  /** What calls. */
  readonly unacknowledged = computed<readonly AlarmView[]>(() => [...this.#open.value.values()].filter(calls));
  /** The tags of the points of which an alarm calls. */
  readonly calling = computed<ReadonlySet<string>>(() => new Set(
    this.unacknowledged.value.map(({ event }) => event.tag).filter((tag) => tag !== undefined)));
  #site: string | undefined;
  #turn = 0;
  /** What came live while the alarms were asked for: it is newer than the answer. */
  #meanwhile: AlarmView[] = [];

  constructor(private readonly connection: Live, watched: Watched, alarms: AlarmsState) {
    effect(() => {
      const site = watched.data.value?.site;
      untracked(() => this.#select(site));
    });
    alarms.missed.listen(() => void this.#fetch());
    alarms.updates.listen(({ changed }) => {
      this.#meanwhile.push(...changed);
      this.#take(changed);
    });
    connection.on('stopped', () => this.#select(undefined));
  }

  /** Those of a point, what calls first in front. */
  of(tag: string): AlarmView[] {
    return [...this.#open.value.values()].filter(({ event }) => event.tag === tag)
      .sort((a, b) => Number(a.acknowledged) - Number(b.acknowledged) || a.priority - b.priority || b.arrival - a.arrival);
  }

  #select(site: string | undefined): void {
    if (site !== this.#site) {
      this.#site = site;
      this.#turn++;
      this.#open.value = new Map();
      void this.#fetch();
    }
  }

  #take(changed: readonly AlarmView[]): void {
    const own = changed.filter(({ site }) => site === this.#site);
    if (own.length > 0) {
      const next = new Map(this.#open.peek());
      for (const alarm of own) {
        if ((next.get(alarm.id)?.change ?? 0) <= alarm.change) {
          next.delete(alarm.id);
          if (isOpen(alarm)) {
            next.set(alarm.id, alarm);
          }
        }
      }
      this.#open.value = next;
    }
  }

  async #fetch(): Promise<void> {
    const turn = ++this.#turn;
    const site = this.#site;
    const backoff = new Backoff();
    // Without a connection nothing is asked for: with the next one something was missed.
    while (site !== undefined && turn === this.#turn && this.connection.link.peek().up) {
      try {
        this.#meanwhile = [];
        const page = await api.alarms({ site, state: 'open', order: 'priority', limit: MOST });
        if (turn === this.#turn) {
          this.#open.value = new Map(page.alarms.map((alarm) => [alarm.id, alarm]));
          this.#take(this.#meanwhile);
        }
        return;
      } catch {
        await wait(backoff.next());
      }
    }
  }
}

export const siteAlarms = new SiteAlarms(live, watched, alarms);
