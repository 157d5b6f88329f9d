import { batch, signal } from '@preact/signals-core';
import { api, ApiError } from '../api/api';
import { Backoff } from '../api/backoff';
import { wait } from '../api/wait';
import { plain } from '../format/plain';
import type { ServerStatus, SiteSummary } from '../contract/generated/contract';
import { learnServerTime } from '../format/clock';
import { live, type Live } from '../live/live';

/** Which sites there are and how each is, and how the server itself is. */
export class Overview {
  readonly sites = signal<SiteSummary[] | undefined>(undefined);
  readonly error = signal<ApiError | undefined>(undefined);
  readonly status = signal<ServerStatus | undefined>(undefined);
  readonly #live: Live;
  /** Counts up whenever what is being fetched is no longer wanted: a late answer is then dropped. */
  #turn = 0;

  constructor(connection: Live) {
    this.#live = connection;
    connection.on('started', () => void this.#refresh());
    connection.on('connected', () => void this.#refresh());
    connection.on('stopped', () => this.#forget());
    connection.on('site', (summary) => this.take(summary));
    connection.on('glance', (glance) => {
      // What a glance leaves out is as it was. A site that is not known yet comes whole with a message of its own.
      const held = this.sites.peek()?.find((one) => one.site === glance.site);
      if (held) {
        const { reason: _reason, lastHeard: _lastHeard, ...kept } = held;
        this.take({ ...kept, ...glance, screens: held.screens });
      }
    });
    connection.on('siteRemoved', (site) => {
      this.sites.value = this.sites.value?.filter((one) => one.site !== site);
    });
    connection.on('status', (status) => this.#takeStatus(status));
  }

  /** Takes a summary, from wherever it came, unless a newer one is here already. */
  take(summary: SiteSummary): void {
    const sites = this.sites.peek() ?? [];
    const held = sites.find((one) => one.site === summary.site);
    if (!held || summary.revision >= held.revision) {
      this.sites.value = [...sites.filter((one) => one !== held), named(summary)].sort((a, b) => a.name.localeCompare(b.name));
    }
  }

  /** Everything that the server says of itself and its sites; again until it is there, as long as this turn lasts. */
  async #refresh(): Promise<void> {
    const turn = ++this.#turn;
    const backoff = new Backoff();
    while (turn === this.#turn) {
      try {
        const [status, sites] = await Promise.all([api.status(), api.sites()]);
        if (turn === this.#turn) {
          batch(() => {
            this.error.value = undefined;
            this.#takeStatus(status);
            const held = this.sites.peek();
            this.sites.value = sites.map((site) => named(newer(site, held?.find((one) => one.site === site.site))));
          });
        }
        return;
      } catch (error) {
        if (turn !== this.#turn || !this.#failed(error)) {
          return;
        }
        await wait(backoff.next());
      }
    }
  }

  /** Returns whether another try makes sense. */
  #failed(error: unknown): boolean {
    if (error instanceof ApiError && error.status === 401) {
      this.#live.loggedOut();
      return false;
    }
    this.error.value = error instanceof ApiError ? error : new ApiError('server', 0);
    return true;
  }

  #takeStatus(status: ServerStatus): void {
    learnServerTime(status.time);
    this.status.value = status;
  }

  #forget(): void {
    this.#turn++;
    this.sites.value = undefined;
    this.error.value = undefined;
    this.status.value = undefined;
  }
}

/** A station by the name that may be shown: it is text from outside. */
function named(site: SiteSummary): SiteSummary {
  const name = plain(site.name);
  return name === site.name ? site : { ...site, name };
}

const newer = (came: SiteSummary, held: SiteSummary | undefined): SiteSummary =>
  held && held.revision > came.revision ? held : came;

export const overview = new Overview(live);
