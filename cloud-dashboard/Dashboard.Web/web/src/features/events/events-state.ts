import { computed, signal } from '@preact/signals-core';
import { api } from '../../shared/api/api';
import { Emitter } from '../../shared/api/emitter';
import type { SiteEvent } from '../../shared/contract/generated/contract';
import { live, type Live } from '../../shared/live/live';
import { newestFirst } from './arrival';

const PAGE = 100;

/**
 * What the strip shows of all stations: the trip that arrived last, until somebody acknowledges it; without one, the entry that arrived
 * last. A spring that is charged again, or the return of the relay, never takes the place of the trip.
 */
export class EventsState {
  readonly came = new Emitter<SiteEvent>();
  readonly #trips = signal<ReadonlyMap<string, SiteEvent>>(new Map());
  readonly #latest = signal<SiteEvent | undefined>(undefined);
  readonly headline = computed(() => [...this.#trips.value.values()].sort(newestFirst)[0] ?? this.#latest.value);

  constructor(connection: Live) {
    connection.on('event', (_site, event) => {
      this.#take(event);
      this.came.emit(event);
    });
    connection.on('connected', () => void this.#fetch());
    connection.on('siteRemoved', (name) => {
      this.#trips.value = new Map([...this.#trips.peek()].filter(([, one]) => one.site !== name));
      this.#latest.value = this.#latest.peek()?.site === name ? undefined : this.#latest.peek();
    });
    connection.on('stopped', () => {
      this.#trips.value = new Map();
      this.#latest.value = undefined;
    });
  }

  async #fetch(): Promise<void> {
    const page = await api.allEvents(PAGE).catch(() => undefined); // The strip fills with the next entry instead.
    page?.events.sort(newestFirst).reverse().forEach((event) => this.#take(event));
  }

  #take(event: SiteEvent): void {
    if (event.replaces !== undefined) {
      this.#replace(event, event.replaces);
    }
    const latest = this.#latest.peek();
    if (!latest || newestFirst(event, latest) < 0) {
      this.#latest.value = event;
    }
    const key = `${event.site}/${event.tag}`;
    const held = this.#trips.peek().get(key);
    if (held && newestFirst(event, held) > 0) {
      return;
    }
    if (isTrip(event)) {
      this.#trips.value = new Map([...this.#trips.peek(), [key, event]]);
    } else if (held && event.type === 'operator' && event.action === 'acknowledge') {
      this.#trips.value = new Map([...this.#trips.peek()].filter(([one]) => one !== key));
    }
  }

  /** The same entry under its own key: a mark that it bore is gone. */
  #replace(event: SiteEvent, before: string): void {
    const swap = (held: SiteEvent): SiteEvent => (held.key === before ? event : held);
    this.#trips.value = new Map([...this.#trips.peek()].map(([key, held]) => [key, swap(held)]));
    const latest = this.#latest.peek();
    this.#latest.value = latest && swap(latest);
  }
}

/** A protection that went active. */
const isTrip = ({ type, alarmKind, state }: SiteEvent): boolean => type === 'digital' && alarmKind === 0 && state === 1;

export const events = new EventsState(live);
