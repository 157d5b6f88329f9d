import { HttpTransportType, HubConnectionBuilder, HubConnectionState, LogLevel, type HubConnection } from '@microsoft/signalr';
import { api } from '../api/api';
import { Backoff } from '../api/backoff';
import { at } from '../api/base';
import { liveMessages, type LiveCalls, type LiveResults } from '../contract/generated/contract';
import type { LinkHandlers, LinkState, LiveLink } from './live-link';

/** How often the way to the server and back is tried, and how long the answer may take. A cable that was pulled says nothing by itself. */
const PULSE = 5000;
const PATIENCE = 6000;

/** The live connection over SignalR. It keeps its own time for coming back: the library's own gives up. */
export class SignalRLink implements LiveLink {
  #connection: HubConnection | undefined;
  #handlers: LinkHandlers | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #pulse: ReturnType<typeof setTimeout> | undefined;
  /**
   * Whether a WebSocket is opened without asking first how to connect: of several servers behind a proxy another one may take it. Where
   * that fails, the next try asks, and may find another way through a proxy that has no WebSockets.
   */
  #direct = true;
  /** When the server last answered. */
  #heard = 0;
  #state: LinkState = { up: false, since: Date.now(), tries: 0 };
  readonly #backoff = new Backoff();

  start(handlers: LinkHandlers): void {
    this.#handlers = handlers;
    this.#state = { up: false, since: Date.now(), tries: 0 };
    addEventListener('offline', this.#lost);
    addEventListener('online', this.#tryNow);
    document.addEventListener('visibilitychange', this.#woke);
    document.addEventListener('resume', this.#woke);
    addEventListener('pageshow', this.#woke);
    void this.#connect();
  }

  stop(): void {
    removeEventListener('offline', this.#lost);
    removeEventListener('online', this.#tryNow);
    document.removeEventListener('visibilitychange', this.#woke);
    document.removeEventListener('resume', this.#woke);
    removeEventListener('pageshow', this.#woke);
    clearTimeout(this.#timer);
    clearTimeout(this.#pulse);
    this.#handlers = undefined;
    const connection = this.#connection;
    this.#connection = undefined;
    void connection?.stop();
  }

  call<N extends keyof LiveCalls>(name: N, ...what: LiveCalls[N]): Promise<LiveResults[N]> {
    return this.#connection?.state === HubConnectionState.Connected
      ? this.#connection.invoke<LiveResults[N]>(name, ...what)
      : Promise.reject(new Error('not connected'));
  }

  async #connect(): Promise<void> {
    clearTimeout(this.#timer);
    const handlers = this.#handlers;
    if (!handlers) {
      return;
    }
    const connection = new HubConnectionBuilder()
      .withUrl(at('/hub/live'), this.#direct ? { skipNegotiation: true, transport: HttpTransportType.WebSockets } : {})
      .configureLogging(LogLevel.None).build();
    for (const name of liveMessages) {
      connection.on(name, (...what) => handlers.message(name, ...what as never));
    }
    connection.onclose(() => this.#dropped(connection));
    this.#connection = connection;
    try {
      await connection.start();
    } catch {
      this.#direct = !this.#direct;
      const gone = await noSession();
      if (this.#connection === connection) {
        if (gone) {
          handlers.loggedOut();
        } else {
          this.#retry();
        }
      }
      return;
    }
    if (this.#connection === connection) {
      this.#backoff.reset();
      this.#tell({ up: true, since: Date.now(), tries: 0 });
      this.#beat(connection);
    } else {
      void connection.stop();
    }
  }

  /** A call that changes nothing, there and back: the library alone would take half a minute to notice a silent line. */
  #beat(connection: HubConnection): void {
    this.#heard = Date.now();
    clearTimeout(this.#pulse);
    this.#pulse = setTimeout(() => {
      if (this.#connection !== connection) {
        return;
      }
      const deadline = setTimeout(() => this.#connection === connection && this.#lost(), PATIENCE);
      const answered = (): void => {
        clearTimeout(deadline);
        this.#beat(connection);
      };
      // A refusal is an answer too; a closed line is reported by onclose.
      connection.invoke('Unwatch' satisfies keyof LiveCalls, '').then(answered, answered);
    }, PULSE);
  }

  #dropped(connection: HubConnection): void {
    if (this.#connection === connection) {
      this.#retry();
    }
  }

  /** The browser says that it has no network: what shows is old from this moment, not from the library's time-out. */
  readonly #lost = (): void => {
    const connection = this.#connection;
    this.#connection = undefined;
    void connection?.stop();
    this.#retry();
  };

  /** A device that slept has heard nothing meanwhile: what shows is old at once, not when the next answer fails to come. */
  readonly #woke = (): void => {
    if (document.visibilityState === 'hidden') {
      return;
    }
    if (this.#state.up && Date.now() - this.#heard > PULSE + PATIENCE) {
      this.#lost();
    }
    this.#tryNow();
  };

  readonly #tryNow = (): void => {
    if (!this.#state.up) {
      this.#backoff.reset();
      void this.#connect();
    }
  };

  #retry(): void {
    if (!this.#handlers) {
      return;
    }
    const wait = this.#backoff.next();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#connect(), wait);
    this.#tell({
      up: false,
      since: this.#state.up ? Date.now() : this.#state.since,
      tries: this.#backoff.tries,
      nextTry: Date.now() + wait,
    });
  }

  #tell(state: LinkState): void {
    this.#state = state;
    this.#handlers?.state(state);
  }
}

/** Whether the server does not know the session: a WebSocket that is refused does not say why. */
async function noSession(): Promise<boolean> {
  try {
    return await api.session() === null;
  } catch {
    return false;
  }
}
