import { describe, expect, it } from 'vitest';
import { Backoff } from '../../../src/shared/api/backoff';
import { EventList } from '../../../src/features/events/event-list';
import { chain, lastSign, refusal, trouble, type Inputs } from '../../../src/shared/site/health';
import { parseRoute, routeUrl } from '../../../src/app/router';
import { homeScreen, pathTo, rootScreens } from '../../../src/shared/site/screens';
import { SiteData } from '../../../src/shared/site/site-data';
import type { ElementMessage, SiteEvent, SiteSummary, Snapshot } from '../../../src/shared/contract/types';

const at = '2026-01-01T00:00:00Z';
const element = (text: string): ElementMessage => ({ text, quality: 'good', time: at });
const summary: SiteSummary = {
  site: 's', name: 'S', status: 'online', since: at, lastHeard: at, revision: 1,
  field: [{ device: 'a', up: true, since: at, lastAnswer: at }, { device: 'b', up: true, since: at, lastAnswer: at }],
  screens: [{ name: 'VS', description: 'Map', prefix: 'VS' }, { name: 'LA', description: 'Station', prefix: 'LA', parent: 'VS' }],
};
const snapshot = (revision: number, elements: Record<string, ElementMessage>): Snapshot => ({ summary, elements, tags: {}, revision });
const healthy: Inputs = {
  link: { up: true, since: 0, tries: 0 }, fresh: true, summary,
  status: { version: '1', time: at, broker: { mode: 'embedded', up: true, since: at }, historian: { up: true, since: at } },
};

describe('the values of a site', () => {
  it('keeps deltas that come before the snapshot and applies only those newer than it', () => {
    const data = new SiteData('s');
    expect(data.addElements({ A: element('old') }, 9)).toEqual([]);
    expect(data.addElements({ B: element('new') }, 11)).toEqual([]);
    data.take(snapshot(10, { A: element('a'), B: element('b') }));
    expect([data.elements.get('A')?.text, data.elements.get('B')?.text]).toEqual(['a', 'new']);
  });

  it('takes a snapshot whole: what it does not hold is gone', () => {
    const data = new SiteData('s');
    data.take(snapshot(1, { A: element('a') }));
    data.lost();
    expect(data.fresh).toBe(false);
    data.take(snapshot(2, { B: element('b') }));
    expect([...data.elements.keys()]).toEqual(['B']);
  });

  it('shows nothing as new between a lost connection and the next snapshot', () => {
    const data = new SiteData('s');
    data.take(snapshot(1, { A: element('a') }));
    data.lost();
    expect(data.addElements({ A: element('late') }, 5)).toEqual([]);
    expect(data.elements.get('A')?.text).toBe('a');
  });

  it('removes an element that is told to be null', () => {
    const data = new SiteData('s');
    data.take(snapshot(1, { A: element('a') }));
    expect(data.addElements({ A: null }, 2)).toEqual(['A']);
    expect(data.elements.size).toBe(0);
  });
});

describe('what is wrong', () => {
  it('is nothing when every link holds', () => expect(trouble(healthy)).toBeUndefined());

  it.each([
    ['browser', { ...healthy, link: { up: false, since: 5, tries: 1 } }, true],
    ['snapshot', { ...healthy, fresh: false }, true],
    ['broker', { ...healthy, status: { ...healthy.status!, broker: { mode: 'embedded' as const, up: false, since: at } } }, true],
    ['gateway', { ...healthy, summary: { ...summary, status: 'lost' as const, reason: 'silent' as const } }, true],
    ['gateway', { ...healthy, summary: { ...summary, status: 'offline' as const, reason: 'offline' as const } }, true],
    ['broker', { ...healthy, summary: { ...summary, status: 'unknown' as const, reason: 'linkDown' as const } }, true],
    ['field', { ...healthy, summary: { ...summary, field: summary.field.map((link) => ({ ...link, up: false })) } }, true],
    ['fieldPart', { ...healthy, summary: { ...summary, field: summary.field.map((link, n) => ({ ...link, up: n > 0 })) } }, false],
  ])('is the %s', (fault, inputs, stale) => {
    expect(trouble(inputs as Inputs)).toMatchObject({ fault, stale });
  });

  it('leaves everything behind a broken link unknown', () => {
    const states = (inputs: Inputs): string[] => chain(inputs, 0).map((node) => node.state);
    expect(states(healthy)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok']);
    expect(states({ ...healthy, link: { up: false, since: 0, tries: 1 } })).toEqual(['unknown', 'unknown', 'unknown', 'unknown', 'down']);
    expect(states({ ...healthy, summary: { ...summary, status: 'lost', reason: 'silent' } })).toEqual(['unknown', 'down', 'ok', 'ok', 'ok']);
    expect(states({ ...healthy, summary: { ...summary, status: 'unknown', reason: 'linkDown' }, status: undefined }))
      .toEqual(['unknown', 'unknown', 'down', 'ok', 'ok']);
    const silent = { ...summary, field: [{ ...summary.field[0]!, silent: ['F3'] }] };
    expect(states({ ...healthy, summary: silent })).toEqual(['warn', 'ok', 'ok', 'ok', 'ok']);
  });

  it('tells a refused profile at the gateway, as long as the gateway is heard', () => {
    const refused = { time: at, reason: 'di row 7' };
    const inputs: Inputs = { ...healthy, summary: { ...summary, refused } };
    expect(refusal(healthy)).toBeUndefined();
    expect(refusal(inputs)).toBe(refused);
    expect(trouble(inputs)).toBeUndefined();
    expect(chain(inputs, 0).map((node) => node.state)).toEqual(['ok', 'warn', 'ok', 'ok', 'ok']);
    expect(chain(inputs, 0)[1]).toMatchObject({ name: 'gateway', refused: true });
    expect(refusal({ ...inputs, summary: { ...inputs.summary!, status: 'lost' } })).toBeUndefined();
    expect(refusal({ ...inputs, link: { up: false, since: 0, tries: 1 } })).toBeUndefined();
  });

  it('counts a reading as a sign of life of the field when there is one link only', () => {
    const last = Date.parse(at);
    const one = { ...healthy, summary: { ...summary, field: [summary.field[0]!] } };
    expect(chain(one, 0)[0]?.at).toBe(last);
    expect(chain(one, 0, last + 4000)[0]?.at).toBe(last + 4000);
    expect(chain(one, 0, last - 4000)[0]?.at).toBe(last);
    expect(chain(healthy, 0, last + 4000)[0]?.at).toBe(last);
    const cut = { ...one, summary: { ...one.summary, field: [{ ...summary.field[0]!, up: false, since: '2026-01-01T00:00:02Z' }] } };
    expect(chain(cut, 0, last + 4000)[0]?.at).toBe(last + 2000);
  });

  it('takes the newest reading, and none from what was never read', () => {
    expect(lastSign([{ quality: 'good', time: at }, { quality: 'stale', time: '2026-01-01T00:00:05Z' }, { quality: 'bad' }])).toBe(Date.parse(at) + 5000);
    expect(lastSign([{ quality: 'bad' }])).toBeUndefined();
  });
});

describe('the wait before the next try', () => {
  it('doubles to its longest, for ever, and starts anew after a success', () => {
    const backoff = new Backoff(500, 15_000, () => 0.5);
    expect(Array.from({ length: 8 }, () => backoff.next())).toEqual([500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
    for (let n = 0; n < 5000; n++) {
      backoff.next();
    }
    expect(backoff.next()).toBe(15_000);
    backoff.reset();
    expect(backoff.next()).toBe(500);
  });
});

describe('the sequence of events', () => {
  const entry = (seconds: number, seq = seconds): SiteEvent => ({
    site: 's', key: `s/e/${seq}`, epoch: 'e', seq, type: 'digital', ied: 2, time: new Date(seconds * 1000).toISOString(), timeSource: 'device',
    clock: 'synchronised', received: at,
  });
  const keys = (list: EventList): number[] => list.shown.map((event) => event.seq);

  it('is newest first, each entry once, a late one in its place', () => {
    const list = new EventList();
    list.addPage([entry(30), entry(10)], undefined);
    expect(list.add(entry(30), false)).toBe(false);
    list.add(entry(20), false);
    list.add(entry(40), false);
    expect(keys(list)).toEqual([40, 30, 20, 10]);
  });

  it('lets new entries wait while the reader is further down', () => {
    const list = new EventList();
    list.addPage([entry(30)], undefined);
    list.add(entry(40), true);
    list.add(entry(50), true);
    expect([keys(list), list.waiting.length]).toEqual([[30], 2]);
    list.release();
    expect([keys(list), list.waiting.length]).toEqual([[50, 40, 30], 0]);
  });

  it('leaves to the historian what is older than the pages fetched', () => {
    const list = new EventList();
    list.addPage([entry(30), entry(20)], 'next');
    expect(list.add(entry(5), false)).toBe(false);
    list.addPage([entry(10), entry(5)], undefined);
    expect(keys(list)).toEqual([30, 20, 10, 5]);
  });

  it('keeps the order of the recorder within one instant', () => {
    const list = new EventList();
    list.addPage([entry(30, 1), entry(30, 2), entry(30, 3)], undefined);
    expect(keys(list)).toEqual([3, 2, 1]);
  });
});

describe('the screens of a site', () => {
  it('begin with the root; the station opens its own', () => {
    expect(rootScreens(summary).map((screen) => screen.name)).toEqual(['VS']);
    expect(homeScreen(summary)?.name).toBe('LA');
    expect(pathTo(summary, 'LA').map((screen) => screen.name)).toEqual(['VS', 'LA']);
  });

  it('survive a circle and a parent that is not there', () => {
    const odd = { ...summary, screens: [{ name: 'A', description: '', prefix: '', parent: 'B' }, { name: 'B', description: '', prefix: '', parent: 'A' }] };
    expect(pathTo(odd, 'A').map((screen) => screen.name)).toEqual(['B', 'A']);
    const orphan = { ...summary, screens: [{ name: 'A', description: '', prefix: '', parent: 'gone' }] };
    expect(rootScreens(orphan).map((screen) => screen.name)).toEqual(['A']);
    expect(homeScreen(undefined)).toBeUndefined();
  });

  it('have addresses that come back as they were, without a dot in the path', () => {
    const here = new URL('http://localhost/');
    const route = { page: 'diagram' as const, site: 'a.b', screen: 'L.A' };
    const url = routeUrl(route, here);
    expect(new URL(url, here).pathname).toBe('/diagram');
    expect(parseRoute(new URL(url, here))).toEqual(route);
  });
});
