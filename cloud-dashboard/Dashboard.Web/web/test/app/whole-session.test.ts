import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EventsState } from '../../src/shared/events/events-state';
import { SessionState } from '../../src/features/session/session-state';
import { AlarmsState } from '../../src/shared/alarms/alarms-state';
import type { ElementMessage, LiveCalls, LiveResults, SiteEvent, SiteSnapshot, SiteSummary } from '../../src/shared/contract/generated/contract';
import { Live } from '../../src/shared/live/live';
import type { LinkHandlers, LiveLink } from '../../src/shared/live/live-link';
import { Overview } from '../../src/shared/site/overview';
import { Watched } from '../../src/shared/site/watched';
import { alarm, overviewOf } from '../shared/alarms/samples';

const who = { user: 'operador', role: 'operator', mustChangePassword: false } as const;
const at = '2026-01-01T00:00:00Z';
const summary = (revision: number): SiteSummary => ({ site: 's', name: 'S', status: 'online', since: at, field: [], screens: [], revision });
const element = (text: string): ElementMessage => ({ text, quality: 'good', time: at });

class FakeLink implements LiveLink {
  handlers!: LinkHandlers;
  watched = 0;
  answer: () => Promise<SiteSnapshot | null> = () => Promise.resolve({ summary: summary(1), elements: { A: element('a') }, tags: {}, revision: 1 });

  start(handlers: LinkHandlers): void {
    this.handlers = handlers;
  }

  stop(): void {
    // Nothing is open.
  }

  call<N extends keyof LiveCalls>(name: N, ..._what: LiveCalls[N]): Promise<LiveResults[N]> {
    if (name !== 'Watch') {
      return Promise.resolve(null as LiveResults[N]);
    }
    this.watched++;
    return this.answer() as Promise<LiveResults[N]>;
  }
}

/** Everything that a session knows, as main.ts has it, over a connection of the test's own. */
function slices(link: LiveLink) {
  const live = new Live(() => Promise.resolve(link));
  const overview = new Overview(live);
  const watched = new Watched(live, overview);
  return { live, overview, watched, events: new EventsState(live), alarms: new AlarmsState(live), session: new SessionState(live) };
}

describe('the slices of a session', () => {
  let link: FakeLink;
  let all: ReturnType<typeof slices>;
  let failing: boolean;
  let status: number;

  beforeEach(async () => {
    vi.useFakeTimers();
    failing = false;
    status = 500;
    vi.stubGlobal('fetch', (path: string) => Promise.resolve(failing
      ? new Response('{"code":"down"}', { status })
      : Response.json(path === '/api/session' ? who : path === '/api/sites' ? [summary(1)]
        : path === '/api/status' ? { version: '1', time: new Date().toISOString(), broker: { up: true, since: at }, historian: { up: true, since: at } }
          : path.includes('/events') ? { events: [] } : path.includes('/alarms') ? { sites: [] } : { summary: summary(1), catalog: { elements: [] } })));
    link = new FakeLink();
    all = slices(link);
    await all.session.enter(who);
    all.watched.select('s');
  });

  afterEach(() => {
    all.session.close();
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  const settle = (milliseconds = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(milliseconds);
  const up = (): void => link.handlers.state({ up: true, since: Date.now(), tries: 0 });
  const down = (): void => link.handlers.state({ up: false, since: Date.now(), tries: 1 });

  it('takes the snapshot when the connection is there, and is then well', async () => {
    expect(all.watched.trouble.value?.stale).toBe(true);
    up();
    await settle();
    expect(all.watched.data.value?.elements.get('A')?.text).toBe('a');
    expect(all.watched.trouble.value).toBeUndefined();
  });

  it('calls everything stale the moment the connection is lost, and until the next snapshot is in', async () => {
    up();
    await settle();
    down();
    expect(all.watched.trouble.value).toMatchObject({ fault: 'browser', stale: true });
    let answer: (snapshot: SiteSnapshot) => void = () => undefined;
    link.answer = () => new Promise((resolve) => {
      answer = resolve;
    });
    await settle(1000);
    up();
    await settle();
    expect(all.watched.trouble.value).toMatchObject({ fault: 'snapshot', stale: true });
    link.handlers.message('elements', 's', { A: element('newest') }, 8);
    answer({ summary: summary(7), elements: { A: element('new') }, tags: {}, revision: 7 });
    await settle();
    expect(all.watched.trouble.value).toBeUndefined();
    expect(all.watched.data.value?.elements.get('A')?.text).toBe('newest');
  });

  it('asks again when a request fails, and never stops showing what comes live', async () => {
    link.answer = () => Promise.reject(new Error('failed'));
    failing = true;
    up();
    await settle(5000);
    expect(link.watched).toBeGreaterThan(2);
    expect(all.watched.trouble.value?.fault).toBe('snapshot');
    link.answer = () => Promise.resolve({ summary: summary(3), elements: { A: element('a') }, tags: {}, revision: 3 });
    await settle(15_000);
    expect(all.watched.trouble.value).toBeUndefined();
    link.handlers.message('elements', 's', { A: element('live') }, 4);
    expect(all.watched.data.value?.elements.get('A')?.text).toBe('live');
  });

  it('watches a site that the server does not know yet as soon as it does', async () => {
    link.answer = () => Promise.resolve(null);
    up();
    await settle();
    expect([link.watched, all.watched.data.value?.fresh.value]).toEqual([1, false]);
    link.answer = () => Promise.resolve({ summary: summary(5), elements: {}, tags: {}, revision: 5 });
    link.handlers.message('site', summary(5));
    await settle();
    expect([link.watched, all.watched.data.value?.fresh.value]).toEqual([2, true]);
  });

  it('keeps the newer of two summaries', async () => {
    up();
    await settle();
    link.handlers.message('site', { ...summary(9), status: 'offline' });
    link.handlers.message('site', summary(8));
    expect(all.watched.summary.value?.status).toBe('offline');
  });

  it('drops an answer for a site that is no longer watched', async () => {
    let answer: (snapshot: SiteSnapshot) => void = () => undefined;
    link.answer = () => new Promise((resolve) => {
      answer = resolve;
    });
    up();
    await settle();
    const late = answer;
    all.watched.select('other');
    late({ summary: summary(1), elements: { A: element('a') }, tags: {}, revision: 1 });
    await settle();
    expect([all.watched.data.value?.site, all.watched.data.value?.loaded.value]).toEqual(['other', false]);
  });

  it('asks who is there and takes no content for nobody', async () => {
    const { session } = slices(new FakeLink());
    vi.stubGlobal('fetch', () => Promise.resolve(new Response(null, { status: 204 })));
    expect(session.current.value).toBeUndefined();
    await session.start();
    expect(session.current.value).toBeNull();
    session.close();
  });

  const entry = (seq: number, more: Partial<SiteEvent>): SiteEvent => ({
    site: 's', key: `${more.site ?? 's'}/${seq}`, epoch: 'e', seq, type: 'digital', time: at, timeSource: 'device', clock: 'synchronised',
    received: new Date(Date.parse(at) - 60_000 + seq).toISOString(), ...more,
  } as SiteEvent);
  const hear = (event: SiteEvent): void => link.handlers.message('event', event.site, event);

  it('tells every entry once; fault 19: the newest is what arrived last, whatever its clock says', () => {
    const came: number[] = [];
    all.events.came.listen((event) => came.push(event.seq));
    hear(entry(1, { tag: 'F4', alarmKind: 0, state: 1, time: '2099-01-01T00:00:00Z' }));
    hear(entry(2, { tag: 'F1', alarmKind: 0, state: 1 }));
    expect(all.events.latest.value?.tag).toBe('F1');
    hear(entry(3, { tag: 'F2', alarmKind: 0, state: 1, time: '1999-01-01T00:00:00Z' }));
    expect([came, all.events.latest.value?.tag]).toEqual([[1, 2, 3], 'F2']);
    link.handlers.message('siteRemoved', 's');
    expect(all.events.latest.value).toBeUndefined();
  });

  it('fault 39: a trip of any station calls until it is acknowledged, whatever events come', async () => {
    up();
    await settle();
    const first = alarm(1, { site: 'other', tag: 'F3' });
    link.handlers.message('alarms', { changed: [first], all: true, overview: overviewOf(first) });
    hear(entry(2, { tag: 'RES', alarmKind: 1, state: 1 }));
    hear(entry(3, { site: 'other', tag: 'F3', alarmKind: 0, state: 0 }));
    hear(entry(3.1, { site: 'other', type: 'operator', action: 'acknowledge', tag: 'F3', who: 'ana' }));
    expect([all.alarms.first.value?.event.tag, all.alarms.of('other'), all.alarms.of('s')]).toEqual(['F3', 1, 0]);
    const seen = { ...first, acknowledged: true, change: 2 };
    link.handlers.message('alarms', { changed: [seen], all: true, overview: overviewOf() });
    expect([all.alarms.first.value, all.alarms.unacknowledged.value]).toEqual([undefined, 0]);
  });

  it('goes back to the log-in when the session is over, and forgets what it showed', async () => {
    up();
    await settle();
    failing = true;
    status = 401;
    down();
    up();
    await settle();
    expect([all.session.current.value, all.watched.data.value, all.overview.sites.value, all.alarms.overview.value])
      .toEqual([null, undefined, undefined, undefined]);
  });
});
