import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LinkState } from '../../src/shared/live/live-link';
import { SignalRLink } from '../../src/shared/live/signalr-link';

/** Every connection that was made, as the library would have it: it starts at once, and a call is answered while `answers` holds. */
const made = vi.hoisted(() => [] as { state: string; stopped: boolean }[]);
const line = vi.hoisted(() => ({ answers: true, refusal: undefined as Error | undefined, ways: [] as (boolean | undefined)[] }));

vi.mock('@microsoft/signalr', () => {
  class Connection {
    state = 'Disconnected';
    stopped = false;

    on(): void {
      // Nothing is said.
    }

    onclose(): void {
      // A line that is cut says nothing by itself.
    }

    async start(): Promise<void> {
      if (line.refusal) {
        throw line.refusal;
      }
      this.state = 'Connected';
    }

    async stop(): Promise<void> {
      this.stopped = true;
      this.state = 'Disconnected';
    }

    invoke(): Promise<null> {
      return line.answers ? Promise.resolve(null) : new Promise(() => undefined);
    }
  }
  class HubConnectionBuilder {
    withUrl(_: string, options: { skipNegotiation?: boolean }): this {
      line.ways.push(options.skipNegotiation);
      return this;
    }

    configureLogging(): this {
      return this;
    }

    build(): Connection {
      const connection = new Connection();
      made.push(connection);
      return connection;
    }
  }
  return {
    HttpTransportType: { WebSockets: 1 }, HubConnectionBuilder, HubConnectionState: { Connected: 'Connected' }, LogLevel: { None: 6 },
  };
});

describe('fault 21: a laptop that wakes', () => {
  let link: SignalRLink;
  let states: LinkState[];
  const up = (): (boolean | undefined)[] => states.map((state) => state.up);

  beforeEach(async () => {
    vi.useFakeTimers();
    made.length = 0;
    line.answers = true;
    states = [];
    link = new SignalRLink();
    link.start({ state: (state) => states.push(state), message: () => undefined, loggedOut: () => undefined });
    await vi.advanceTimersByTimeAsync(0);
    expect(up()).toEqual([true]);
  });

  afterEach(() => {
    link.stop();
    vi.restoreAllMocks();
    vi.useRealTimers();
  });

  /** Time passes and no timer runs: so it is in a machine that sleeps. */
  const sleep = (seconds: number): void => void vi.setSystemTime(Date.now() + seconds * 1000);

  it.each([
    ['visibilitychange', document], ['resume', document], ['pageshow', window],
  ] as const)('calls what it shows old with "%s", before any answer is missing, and connects anew', async (name, target) => {
    sleep(60);
    target.dispatchEvent(new Event(name));
    expect(up()).toEqual([true, false]);
    await vi.advanceTimersByTimeAsync(0);
    expect(up()).toEqual([true, false, true]);
    expect(made.map((connection) => connection.stopped)).toEqual([true, false]);
  });

  it('leaves alone what was heard of a moment ago, and what nobody looks at', async () => {
    await vi.advanceTimersByTimeAsync(10_000);
    document.dispatchEvent(new Event('visibilitychange'));
    sleep(60);
    vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
    document.dispatchEvent(new Event('visibilitychange'));
    expect([up(), made.length]).toEqual([[true], 1]);
  });

  it('hears nothing more once it has stopped', () => {
    link.stop();
    sleep(60);
    document.dispatchEvent(new Event('resume'));
    window.dispatchEvent(new Event('pageshow'));
    expect([up(), made.length]).toEqual([[true], 1]);
  });

  it('notices within eleven seconds that a line is silent, awake too', async () => {
    line.answers = false;
    await vi.advanceTimersByTimeAsync(10_900);
    expect(up()).toEqual([true]);
    await vi.advanceTimersByTimeAsync(200);
    expect(up().slice(0, 2)).toEqual([true, false]);
  });
});

describe('a page whose session is over', () => {
  let link: SignalRLink;

  afterEach(() => {
    link.stop();
    line.refusal = undefined;
    vi.unstubAllGlobals();
  });

  it.each([[204, 1, 0], [200, 0, 1], [503, 0, 1], [0, 0, 1]])(
    'goes to the log-in where the server knows no session (%i, %i times), else it tries again', async (status, loggedOut, tries) => {
      line.refusal = new Error('refused');
      const fetched = vi.fn((_: string) => status === 0 ? Promise.reject(new TypeError()) : Promise.resolve(new Response(null, { status })));
      vi.stubGlobal('fetch', fetched);
      const handlers = { state: vi.fn(), message: vi.fn(), loggedOut: vi.fn() };
      link = new SignalRLink();
      link.start(handlers);
      await vi.waitFor(() => expect(handlers.loggedOut.mock.calls.length + handlers.state.mock.calls.length).toBeGreaterThan(0));
      expect([handlers.loggedOut.mock.calls.length, handlers.state.mock.calls.length]).toEqual([loggedOut, tries]);
      expect(fetched.mock.calls[0]?.[0]).toBe('/api/session');
    });

  it('opens a WebSocket without asking, and asks after a failure', async () => {
    line.refusal = new Error('refused');
    line.ways = [];
    vi.stubGlobal('fetch', () => Promise.resolve({ status: 200 }));
    link = new SignalRLink();
    link.start({ state: vi.fn(), message: vi.fn(), loggedOut: vi.fn() });
    await vi.waitFor(() => expect(line.ways.length).toBe(3), 20_000);
    expect(line.ways).toEqual([true, undefined, true]);
  });
});
