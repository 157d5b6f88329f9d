import { signal } from '@preact/signals-core';
import { api } from '../../shared/api/api';
import { Emitter } from '../../shared/api/emitter';
import type { SiteEvent } from '../../shared/contract/generated/contract';
import { newestFirst } from '../../shared/events/arrival';
import { live, type Live } from '../../shared/live/live';

/** The events of all stations as they come, and the one that arrived last. */
export class EventsState {
  readonly came = new Emitter<SiteEvent>();
  readonly #latest = signal<SiteEvent | undefined>(undefined);

  constructor(connection: Live) {
    connection.on('event', (_site, event) => {
      this.#take(event);
      this.came.emit(event);
    });
    connection.on('connected', () => void this.#fetch());
    connection.on('siteRemoved', (name) => {
      this.#latest.value = this.#latest.peek()?.site === name ? undefined : this.#latest.peek();
    });
    connection.on('stopped', () => {
      this.#latest.value = undefined;
    });
  }

  get latest(): { readonly value: SiteEvent | undefined } {
    return this.#latest;
  }

  async #fetch(): Promise<void> {
    const page = await api.allEvents(1).catch(() => undefined); // The strip fills with the next entry instead.
    page?.events.forEach((event) => this.#take(event));
  }

  #take(event: SiteEvent): void {
    const latest = this.#latest.peek();
    // The same entry under its own key: a mark that it bore is gone.
    if (!latest || latest.key === event.replaces || newestFirst(event, latest) < 0) {
      this.#latest.value = event;
    }
  }
}

export const events = new EventsState(live);
