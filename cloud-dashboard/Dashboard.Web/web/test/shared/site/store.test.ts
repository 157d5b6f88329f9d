import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LiveHandlers, LiveLink } from '../../../src/shared/live/live-link';
import { Store } from '../../../src/shared/site/store';
import type { ElementMessage, SiteSummary, Snapshot } from '../../../src/shared/contract/types';

const at = '2026-01-01T00:00:00Z';
const summary = (revision: number): SiteSummary => ({ site: 's', name: 'S', status: 'online', since: at, field: [], screens: [], revision });
const element = (text: string): ElementMessage => ({ text, quality: 'good', time: at });

class FakeLink implements LiveLink {
  handlers!: LiveHandlers;
  watched = 0;
  answer: () => Promise<Snapshot | null> = () => Promise.resolve({ summary: summary(1), elements: { A: element('a') }, tags: {}, revision: 1 });

  start(handlers: LiveHandlers): void {
    this.handlers = handlers;
  }

  stop(): void {
    // Nothing is open.
  }

  watch(): Promise<Snapshot | null> {
    this.watched++;
    return this.answer();
  }

  unwatch(): Promise<void> {
    return Promise.resolve();
  }
}

describe('the store', () => {
  let link: FakeLink;
  let store: Store;
  let failing: boolean;
  let status: number;

  beforeEach(async () => {
    vi.useFakeTimers();
    failing = false;
    status = 500;
    vi.stubGlobal('fetch', (path: string) => Promise.resolve(failing
      ? new Response('{"code":"down"}', { status })
      : Response.json(path === '/api/sites' ? [summary(1)]
        : path === '/api/status' ? { version: '1', time: new Date().toISOString(), broker: { up: true, since: at }, historian: { up: true, since: at } }
          : path.includes('/events') ? { events: [] } : { summary: summary(1), catalog: { elements: [] } })));
    link = new FakeLink();
    store = new Store(() => Promise.resolve(link));
    await store.enter({ user: 'operador', role: 'operator' });
    store.select('s');
  });

  afterEach(() => {
    store.leave();
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  const settle = (milliseconds = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(milliseconds);
  const up = (): void => link.handlers.state({ up: true, since: Date.now(), tries: 0 });
  const down = (): void => link.handlers.state({ up: false, since: Date.now(), tries: 1 });

  it('takes the snapshot when the connection is there, and is then well', async () => {
    expect(store.trouble?.stale).toBe(true);
    up();
    await settle();
    expect(store.data?.elements.get('A')?.text).toBe('a');
    expect(store.trouble).toBeUndefined();
  });

  it('calls everything stale the moment the connection is lost, and until the next snapshot is in', async () => {
    up();
    await settle();
    down();
    expect(store.trouble).toMatchObject({ fault: 'browser', stale: true });
    let answer: (snapshot: Snapshot) => void = () => undefined;
    link.answer = () => new Promise((resolve) => {
      answer = resolve;
    });
    await settle(1000);
    up();
    await settle();
    expect(store.trouble).toMatchObject({ fault: 'snapshot', stale: true });
    link.handlers.elements('s', { A: element('newest') }, 8);
    answer({ summary: summary(7), elements: { A: element('new') }, tags: {}, revision: 7 });
    await settle();
    expect(store.trouble).toBeUndefined();
    expect(store.data?.elements.get('A')?.text).toBe('newest');
  });

  it('asks again when a request fails, and never stops showing what comes live', async () => {
    link.answer = () => Promise.reject(new Error('failed'));
    failing = true;
    up();
    await settle(5000);
    expect(link.watched).toBeGreaterThan(2);
    expect(store.trouble?.fault).toBe('snapshot');
    link.answer = () => Promise.resolve({ summary: summary(3), elements: { A: element('a') }, tags: {}, revision: 3 });
    await settle(15_000);
    expect(store.trouble).toBeUndefined();
    link.handlers.elements('s', { A: element('live') }, 4);
    expect(store.data?.elements.get('A')?.text).toBe('live');
  });

  it('watches a site that the server does not know yet as soon as it does', async () => {
    link.answer = () => Promise.resolve(null);
    up();
    await settle();
    expect([link.watched, store.data?.fresh]).toEqual([1, false]);
    link.answer = () => Promise.resolve({ summary: summary(5), elements: {}, tags: {}, revision: 5 });
    link.handlers.site(summary(5));
    await settle();
    expect([link.watched, store.data?.fresh]).toEqual([2, true]);
  });

  it('keeps the newer of two summaries', async () => {
    up();
    await settle();
    link.handlers.site({ ...summary(9), status: 'offline' });
    link.handlers.site(summary(8));
    expect(store.summary?.status).toBe('offline');
  });

  it('drops an answer for a site that is no longer watched', async () => {
    let answer: (snapshot: Snapshot) => void = () => undefined;
    link.answer = () => new Promise((resolve) => {
      answer = resolve;
    });
    up();
    await settle();
    const late = answer;
    store.select('other');
    late({ summary: summary(1), elements: { A: element('a') }, tags: {}, revision: 1 });
    await settle();
    expect([store.data?.site, store.data?.loaded]).toEqual(['other', false]);
  });

  it('asks who is there and takes no content for nobody', async () => {
    const fresh = new Store(() => Promise.resolve(new FakeLink()));
    vi.stubGlobal('fetch', () => Promise.resolve(new Response(null, { status: 204 })));
    const told: unknown[] = [];
    fresh.addEventListener('session', () => told.push(fresh.session));
    await fresh.start();
    expect(told).toEqual([null]);
  });

  it('goes back to the log-in when the session is over, and forgets what it showed', async () => {
    up();
    await settle();
    failing = true;
    status = 401;
    down();
    up();
    await settle();
    expect([store.session, store.data, store.sites]).toEqual([null, undefined, undefined]);
  });
});
