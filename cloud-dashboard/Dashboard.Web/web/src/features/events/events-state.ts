import { signal } from '@preact/signals-core';
import { api } from '../../shared/api/api';
import type { SiteEvent } from '../../shared/contract/generated/contract';
import { Emitter } from '../../shared/api/emitter';
import { live, type Live } from '../../shared/live/live';
import { watched, type Watched } from '../../shared/site/watched';

/** The newest entry of each site, by its own time, and every entry as it comes. */
export class EventsState {
  readonly came = new Emitter<SiteEvent>();
  readonly #newest = signal<ReadonlyMap<string, SiteEvent>>(new Map());

  constructor(connection: Live, site: Watched) {
    connection.on('event', (_site, event) => this.#take(event));
    connection.on('connected', () => {
      const data = site.data.peek();
      if (data) {
        void this.#fetch(data.site);
      }
    });
    connection.on('siteRemoved', (name) => {
      this.#newest.value = new Map([...this.#newest.peek()].filter(([one]) => one !== name));
    });
    connection.on('stopped', () => {
      this.#newest.value = new Map();
    });
    site.selected.listen((name) => void this.#fetch(name));
  }

  newest(site: string): SiteEvent | undefined {
    return this.#newest.value.get(site);
  }

  async #fetch(site: string): Promise<void> {
    const page = await api.events(site, 1).catch(() => undefined); // The strip fills with the next entry instead.
    const event = page?.events[0];
    if (event) {
      this.#take(event);
    }
  }

  #take(event: SiteEvent): void {
    const held = this.#newest.peek().get(event.site);
    if (!held || Date.parse(event.time) > Date.parse(held.time)) {
      this.#newest.value = new Map([...this.#newest.peek(), [event.site, event]]);
    }
    this.came.emit(event);
  }
}

export const events = new EventsState(live, watched);
