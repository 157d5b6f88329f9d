import { signal } from '@preact/signals-core';
import { api } from '../api/api';
import { Emitter } from '../api/emitter';
import type { SiteEvent } from '../contract/generated/contract';
import { newestFirst } from './arrival';
import { live, type Live } from '../live/live';

/** The events of all stations as they come, and the one that arrived last. */
export class EventsState {
  readonly came = new Emitter<SiteEvent>();
  /** The connection is there, anew or for the first time: what came meanwhile is to be asked for. */
  readonly missed = new Emitter();
  readonly #latest = signal<SiteEvent | undefined>(undefined);

  constructor(connection: Live) {
    connection.on('event', (_site, event) => {
      this.#take(event);
      this.came.emit(event);
    });
    connection.on('connected', () => {
      void this.#fetch();
      this.missed.emit();
    });
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
