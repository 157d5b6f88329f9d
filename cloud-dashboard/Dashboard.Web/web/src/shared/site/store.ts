import { api, ApiError } from '../api/api';
import { Backoff } from '../api/backoff';
import { learnServerTime } from '../format/clock';
import { trouble, type Trouble } from './health';
import type { LinkState, LiveHandlers, LiveLink } from '../live/live-link';
import { SiteData } from './site-data';
import type { ServerStatus, Session, SiteEvent, SiteSummary } from '../contract/types';

/** Which part of the state changed. `elements` carries the tags as its detail; `event` the entry. */
export type Topic = 'session' | 'sites' | 'site' | 'catalog' | 'link' | 'elements' | 'event' | 'status' | 'snapshot';

/** What the site knows, and the only place that talks to the live connection. Pages read it and listen to its topics. */
export class Store extends EventTarget {
  session: Session | null | undefined;
  sites: SiteSummary[] | undefined;
  sitesError: ApiError | undefined;
  status: ServerStatus | undefined;
  link: LinkState = { up: false, since: Date.now(), tries: 0 };
  data: SiteData | undefined;
  /** When anything came over the live connection. */
  lastMessage: number | undefined;
  /** The newest entry of each site, by its own time. */
  readonly newest = new Map<string, SiteEvent>();
  #live: LiveLink | undefined;
  /** The data for which a snapshot is being asked, so that it is asked once. */
  #watching: SiteData | undefined;
  /** Counts up whenever what is being fetched is no longer wanted: a late answer is then dropped. */
  #turn = 0;

  constructor(private readonly makeLink: () => Promise<LiveLink>) {
    super();
  }

  get summary(): SiteSummary | undefined {
    const site = this.data?.site;
    return this.sites?.find((summary) => summary.site === site);
  }

  get trouble(): Trouble | undefined {
    return this.data && trouble({ link: this.link, fresh: this.data.fresh, summary: this.summary, status: this.status });
  }

  /** Whether the first state is still on its way and nothing has failed yet. */
  get starting(): boolean {
    return !(this.data?.loaded ?? false) && this.link.tries === 0;
  }

  async start(): Promise<void> {
    const backoff = new Backoff();
    while (this.session === undefined) {
      try {
        const session = await api.session();
        if (session) {
          await this.enter(session);
        } else {
          this.session = null;
          this.#say('session');
        }
      } catch {
        await wait(backoff.next());
      }
    }
  }

  async enter(session: Session): Promise<void> {
    this.session = session;
    this.#say('session');
    void this.#refresh();
    const live = await this.makeLink();
    if (this.session === session) {
      this.#live = live;
      live.start(this.#handlers);
    }
  }

  async logOut(): Promise<void> {
    await api.logOut();
    this.leave();
  }

  /** Forgets everything that was shown: who logs in next may be someone else. */
  leave(): void {
    this.#turn++;
    this.#live?.stop();
    this.#live = undefined;
    this.session = null;
    this.sites = undefined;
    this.status = undefined;
    this.data = undefined;
    this.newest.clear();
    this.link = { up: false, since: Date.now(), tries: 0 };
    this.#say('session');
  }

  /** Makes a site the one that is watched. */
  select(site: string): void {
    if (this.data?.site === site) {
      return;
    }
    const old = this.data?.site;
    this.data = new SiteData(site);
    this.#say('site');
    if (old && this.link.up) {
      this.#live?.unwatch(old).catch(() => undefined); // Best effort: the server drops it with the connection anyway.
    }
    void this.#watch();
    void this.#newestOf(site);
  }

  /** Everything that the server says of itself and its sites; again until it is there, as long as this turn lasts. */
  async #refresh(): Promise<void> {
    const turn = ++this.#turn;
    const backoff = new Backoff();
    while (turn === this.#turn) {
      try {
        const [status, sites] = await Promise.all([api.status(), api.sites()]);
        if (turn === this.#turn) {
          this.sitesError = undefined;
          this.#takeStatus(status);
          this.sites = sites.map((site) => newer(site, this.sites?.find((held) => held.site === site.site)));
          this.#say('sites');
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
      this.leave();
      return false;
    }
    this.sitesError = error instanceof ApiError ? error : new ApiError('server', 0);
    this.#say('sites');
    return true;
  }

  /** Watches the site: first its snapshot, whole, then its catalogue. Tries until both are in or the connection is lost. */
  async #watch(): Promise<void> {
    const data = this.data;
    const live = this.#live;
    if (!data || !live || !this.link.up) {
      return;
    }
    const since = this.link.since;
    const wanted = (): boolean => this.data === data && this.link.up && this.link.since === since;
    const backoff = new Backoff();
    this.#watching = data;
    void this.#catalogue(data);
    while (wanted()) {
      try {
        const snapshot = await live.watch(data.site);
        if (wanted() && snapshot) {
          data.take(snapshot);
          this.#takeSite(snapshot.summary);
          this.#say('snapshot');
        }
        break; // Without a snapshot the server does not know the site: it is watched when a "site" of it arrives.
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
    while (this.data === data && this.session) {
      try {
        const detail = await api.site(data.site);
        if (this.data === data) {
          data.setCatalog(detail.catalog);
          this.#takeSite(detail.summary);
          this.#say('catalog');
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

  async #newestOf(site: string): Promise<void> {
    const page = await api.events(site, 1).catch(() => undefined); // The strip fills with the next entry instead.
    const event = page?.events[0];
    if (event) {
      this.#takeEvent(event);
    }
  }

  #takeStatus(status: ServerStatus): void {
    learnServerTime(status.time);
    this.status = status;
    this.#say('status');
  }

  #takeSite(summary: SiteSummary): void {
    const sites = this.sites ?? [];
    const held = sites.find((one) => one.site === summary.site);
    if (!held || summary.revision > held.revision) {
      this.sites = [...sites.filter((one) => one !== held), summary].sort((a, b) => a.name.localeCompare(b.name));
      this.#say('sites');
    }
  }

  #takeEvent(event: SiteEvent): void {
    const held = this.newest.get(event.site);
    if (!held || Date.parse(event.time) > Date.parse(held.time)) {
      this.newest.set(event.site, event);
    }
    this.#say('event', event);
  }

  readonly #handlers: LiveHandlers = {
    state: (state) => {
      const came = state.up && !this.link.up;
      this.link = state;
      if (!state.up) {
        this.data?.lost();
      }
      this.#say('link');
      if (came) {
        void this.#refresh();
        void this.#watch();
        if (this.data) {
          void this.#newestOf(this.data.site);
        }
      }
    },
    elements: (site, delta, revision) => {
      this.lastMessage = Date.now();
      if (this.data?.site === site) {
        const tags = this.data.addElements(delta, revision);
        if (tags.length > 0) {
          this.#say('elements', tags);
        }
      }
    },
    tags: (site, delta, revision) => {
      this.lastMessage = Date.now();
      if (this.data?.site === site) {
        this.data.addTags(delta, revision);
      }
    },
    catalog: (site) => {
      this.lastMessage = Date.now();
      if (this.data?.site === site) {
        void this.#catalogue(this.data);
      }
    },
    event: (_site, event) => {
      this.lastMessage = Date.now();
      this.#takeEvent(event);
    },
    site: (summary) => {
      this.lastMessage = Date.now();
      this.#takeSite(summary);
      if (this.data?.site === summary.site && !this.data.fresh && this.#watching !== this.data) {
        void this.#watch();
      }
    },
    siteRemoved: (site) => {
      this.lastMessage = Date.now();
      this.sites = this.sites?.filter((one) => one.site !== site);
      this.newest.delete(site);
      this.#say('sites');
    },
    status: (status) => {
      this.lastMessage = Date.now();
      this.#takeStatus(status);
    },
    loggedOut: () => this.leave(),
  };

  #say(topic: Topic, detail?: unknown): void {
    this.dispatchEvent(new CustomEvent(topic, { detail }));
  }
}

const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

const newer = (came: SiteSummary, held: SiteSummary | undefined): SiteSummary =>
  held && held.revision > came.revision ? held : came;
