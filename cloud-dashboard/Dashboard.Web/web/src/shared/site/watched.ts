import { batch, computed, signal } from '@preact/signals-core';
import { api, ApiError } from '../api/api';
import { Backoff } from '../api/backoff';
import { wait } from '../api/wait';
import { Emitter } from '../api/emitter';
import { live, type Live } from '../live/live';
import { overview, type Overview } from './overview';
import { SiteData } from './site-data';
import { trouble } from './trouble';

/** The site that is watched: its values, its catalogue, and what is wrong on the way to them. */
export class Watched {
  readonly data = signal<SiteData | undefined>(undefined);
  /** The name of the site, when another is watched. */
  readonly selected = new Emitter<string>();
  /** A snapshot was taken: everything may have changed. */
  readonly snapshots = new Emitter();
  /** The tags of the elements that changed. */
  readonly changes = new Emitter<readonly string[]>();
  readonly summary = computed(() => this.overview.sites.value?.find((one) => one.site === this.data.value?.site));
  /** Without a site too: that the dashboard is lost is to be seen on an empty page as well. */
  readonly trouble = computed(() => trouble({
    link: this.live.link.value,
    fresh: this.data.value?.fresh.value ?? true,
    unheard: this.data.value?.unheard.value ?? false,
    summary: this.summary.value,
    status: this.overview.status.value,
  }));
  /** Whether the first state is still on its way and nothing has failed yet. */
  readonly starting = computed(() => !(this.data.value?.loaded.value ?? false) && this.live.link.value.tries === 0);
  /** The time zone of the site, as far as it is known. */
  readonly zone = computed(() => this.summary.value?.timeZone ?? 'UTC');
  /** The data for which a snapshot is being asked, so that it is asked once. */
  #watching: SiteData | undefined;

  constructor(private readonly live: Live, private readonly overview: Overview) {
    live.on('connected', () => void this.#watch());
    live.on('lost', () => this.data.peek()?.lost());
    live.on('stopped', () => {
      this.data.value = undefined;
    });
    live.on('elements', (site, delta, revision) => {
      const tags = this.#of(site)?.addElements(delta, revision) ?? [];
      if (tags.length > 0) {
        this.changes.emit(tags);
      }
    });
    live.on('tags', (site, delta, revision) => this.#of(site)?.addTags(delta, revision));
    live.on('catalog', (site) => {
      const data = this.#of(site);
      if (data) {
        void this.#catalogue(data);
      }
    });
    live.on('site', (summary) => {
      const data = this.#of(summary.site);
      if (data && !data.fresh.peek() && this.#watching !== data) {
        void this.#watch();
      }
    });
  }

  /** Makes a site the one that is watched. */
  select(site: string): void {
    const old = this.data.peek()?.site;
    if (old === site) {
      return;
    }
    this.data.value = new SiteData(site);
    if (old && this.live.link.peek().up) {
      this.live.unwatch(old).catch(() => undefined); // Best effort: the server drops it with the connection anyway.
    }
    void this.#watch();
    this.selected.emit(site);
  }

  #of(site: string): SiteData | undefined {
    const data = this.data.peek();
    return data?.site === site ? data : undefined;
  }

  /** Watches the site: first its snapshot, whole, then its catalogue. Tries until both are in or the connection is lost. */
  async #watch(): Promise<void> {
    const data = this.data.peek();
    const { up, since } = this.live.link.peek();
    if (!data || !up) {
      return;
    }
    const wanted = (): boolean => {
      const link = this.live.link.peek();
      return this.data.peek() === data && link.up && link.since === since;
    };
    const backoff = new Backoff();
    this.#watching = data;
    void this.#catalogue(data);
    while (wanted()) {
      try {
        const snapshot = await this.live.watch(data.site);
        if (wanted() && snapshot) {
          batch(() => {
            data.take(snapshot);
            this.overview.take(snapshot.summary);
          });
          this.snapshots.emit();
        }
        if (wanted() && !snapshot) {
          data.unheard.value = true; // It is watched when a "site" of it arrives.
        }
        break;
      } catch {
        await wait(backoff.next());
      }
    }
    if (this.#watching === data) {
      this.#watching = undefined;
    }
  }

  async #catalogue(data: SiteData): Promise<void> {
    const backoff = new Backoff();
    while (this.data.peek() === data && this.live.running) {
      try {
        const detail = await api.site(data.site);
        if (this.data.peek() === data) {
          batch(() => {
            data.catalog.value = detail.catalog;
            this.overview.take(detail.summary);
          });
        }
        return;
      } catch (error) {
        if (error instanceof ApiError && (error.status === 404 || error.status === 401)) {
          return;
        }
        await wait(backoff.next());
      }
    }
  }
}

export const watched = new Watched(live, overview);
