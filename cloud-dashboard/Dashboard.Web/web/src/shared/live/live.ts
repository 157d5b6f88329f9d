import { batch, signal } from '@preact/signals-core';
import type { LiveMessages, SiteSnapshot } from '../contract/generated/contract';
import type { LinkState, LiveLink } from './live-link';

/** What a slice can listen to, with its arguments: the messages of the server, and what becomes of the connection. */
export interface LiveEvents extends LiveMessages {
  /** A session has begun. */
  started: [];
  /** The session is over: every slice forgets what it showed, because the next user may be another. */
  stopped: [];
  connected: [];
  lost: [];
  /** The server does not know the session any more. */
  loggedOut: [];
}

type Listener = (...what: never) => void;

const closed = (): LinkState => ({ up: false, since: Date.now(), tries: 0 });

/** Hands what comes over the live connection to the slices, which say themselves what they take. It knows none of them. */
export class Live {
  readonly link = signal<LinkState>(closed());
  /** When anything came over the connection. It changes too often to be a signal: ages are drawn again by time. */
  lastMessage: number | undefined;
  #running = false;
  #link: LiveLink | undefined;
  /** Counts sessions: a connection that is ready too late is dropped. */
  #turn = 0;
  readonly #listeners = new Map<keyof LiveEvents, Listener[]>();

  constructor(private readonly makeLink: () => Promise<LiveLink>) {}

  /** Whether a session is there, connected or not. */
  get running(): boolean {
    return this.#running;
  }

  on<N extends keyof LiveEvents>(name: N, listener: (...what: LiveEvents[N]) => void): void {
    this.#listeners.set(name, [...this.#listeners.get(name) ?? [], listener]);
  }

  async start(): Promise<void> {
    const turn = ++this.#turn;
    this.#running = true;
    this.#emit('started');
    const link = await this.makeLink();
    if (turn === this.#turn) {
      this.#link = link;
      link.start({
        state: (state) => this.#become(state),
        message: (name, ...what) => {
          this.lastMessage = Date.now();
          this.#emit(name, ...what);
        },
        loggedOut: () => this.loggedOut(),
      });
    }
  }

  stop(): void {
    this.#turn++;
    this.#running = false;
    this.#link?.stop();
    this.#link = undefined;
    batch(() => {
      this.link.value = closed();
      this.#emit('stopped');
    });
  }

  /** For a slice to which the server has answered that there is no session. */
  loggedOut(): void {
    this.#emit('loggedOut');
  }

  watch(site: string): Promise<SiteSnapshot | null> {
    return this.#link?.call('Watch', site) ?? Promise.reject(new Error('not connected'));
  }

  unwatch(site: string): Promise<null> {
    return this.#link?.call('Unwatch', site) ?? Promise.reject(new Error('not connected'));
  }

  #become(state: LinkState): void {
    const came = state.up && !this.link.value.up;
    batch(() => {
      this.link.value = state;
      if (!state.up) {
        this.#emit('lost');
      } else if (came) {
        this.#emit('connected');
      }
    });
  }

  #emit(name: keyof LiveEvents, ...what: readonly unknown[]): void {
    batch(() => this.#listeners.get(name)?.forEach((listener) => listener(...what as never)));
  }
}

/** The live connection of the page. Its library is fetched apart, after the log-in, so that the first page is small. */
export const live = new Live(async () => {
  if (import.meta.env.DEV && new URLSearchParams(location.search).has('mock')) {
    return new (await import('../../../dev/mock-link')).MockLink();
  }
  return new (await import('./signalr-link')).SignalRLink();
});
