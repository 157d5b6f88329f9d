import { afterEach, describe, expect, it, vi } from 'vitest';
import { AlarmFeed } from '../../../src/features/alarms/alarm-feed';
import { AlarmList } from '../../../src/features/alarms/alarm-list';
import { exportOf, filtersOf, matches, queryOf, requestOf, type Filters } from '../../../src/features/alarms/filters';
import { rowsInView, Selection } from '../../../src/features/alarms/selection';
import type { AlarmView } from '../../../src/shared/contract/generated/contract';
import { alarm, overviewOf } from '../../shared/alarms/samples';

const open = filtersOf({});
const ids = (alarms: readonly AlarmView[]): number[] => alarms.map(({ id }) => id);
const seen = (id: number, more: Parameters<typeof alarm>[1] = {}): AlarmView => alarm(id, { acknowledged: true, change: 100 + id, ...more });

describe('which alarms are shown', () => {
  it('is in the address, and what nobody chose is not', () => {
    expect(queryOf(open)).toEqual({});
    const filters = filtersOf(
      { state: 'returned', priority: '31x1', station: 's', text: 'F1', from: '2026-01-01T03:00Z', to: 'mañana', order: 'priority', group: 'bay' });
    const from = '2026-01-01T03:00:00.000Z';
    expect(filters).toEqual({ state: 'returned', priority: '13', station: 's', text: 'F1', from, to: '', order: 'priority', group: 'bay' });
    expect(filtersOf(queryOf(filters))).toEqual(filters);
    expect(requestOf(filters)).toEqual({ state: 'returned', priority: '13', site: 's', text: 'F1', from, to: '', order: 'priority', group: '' });
    expect(exportOf(filters, 'csv', 'es'))
      .toBe('/api/alarms/export?form=csv&language=es&state=returned&priority=13&site=s&text=F1&from=2026-01-01T03%3A00%3A00.000Z'
        + '&order=priority');
    expect(filtersOf({ state: 'nothing', order: '', priority: '4321', group: 'colour' })).toEqual(open);
  });

  const shelf = { who: 'ana', since: '2026-01-01T00:00:00Z', reason: 'obra' };
  it.each<[string, Parameters<typeof alarm>[1], string]>([
    ['unacknowledged', {}, 'open unacknowledged active all'],
    ['acknowledged', { acknowledged: true }, 'open active all'],
    ['returned', { active: false }, 'open unacknowledged returned all'],
    ['over', { active: false, acknowledged: true }, 'all'],
    ['shelved', { shelf: { ...shelf, until: '2026-01-02T00:00:00Z' } }, 'shelved all'],
    ['out of service', { shelf }, 'outOfService all'],
    ['suppressed', { design: { rule: 'LA152B01=0', since: '2026-03-01T12:00:00Z' } }, 'suppressed all'],
  ])('an alarm that is %s', (_name, more, expected) => {
    const states = ['open', 'unacknowledged', 'active', 'returned', 'shelved', 'outOfService', 'suppressed', 'all'] as const;
    expect(states.filter((state) => matches(alarm(1, more), { ...open, state })).join(' ')).toBe(expected);
  });

  it.each<[Partial<Filters>, boolean]>([
    [{ priority: '12' }, true], [{ priority: '34' }, false], [{ station: 's' }, true], [{ station: 'x' }, false],
    [{ from: '2026-01-01T12:00:00.000Z' }, true], [{ to: '2026-01-01T12:00:00.000Z' }, false],
    [{ from: '2026-01-01T12:00:01.000Z' }, false], [{ to: '2026-01-01T12:00:01.000Z' }, true],
    [{ text: ' ALIMENTADOR 1' }, true], [{ text: 'f1' }, true], [{ text: 'disparo' }, true], [{ text: 'reactancia' }, false],
  ])('narrowed by %j: %s', (narrowed, expected) => expect(matches(alarm(1), { ...open, ...narrowed })).toBe(expected));
});

describe('the list of alarms', () => {
  const list = (filters: Partial<Filters>, next?: string, ...alarms: AlarmView[]): AlarmList => {
    const made = new AlarmList({ ...open, ...filters });
    made.addPage(alarms, next);
    return made;
  };

  it('changes rows in their place while somebody reads, and new ones wait', () => {
    const one = list({}, undefined, alarm(3), alarm(2), alarm(1));
    one.take([seen(2), alarm(1, { raises: 2, arrival: 9, change: 9 }), alarm(4)], true);
    expect([ids(one.shown), ids(one.waiting)]).toEqual([[3, 2, 1], [4]]);
    expect([one.shown[1]?.acknowledged, one.shown[2]?.raises]).toEqual([true, 2]);
    one.settle();
    expect([ids(one.shown), one.unsettled]).toEqual([[1, 4, 3, 2], false]);
  });

  it('keeps what is over in its place while somebody reads, marked, and lets it go afterwards', () => {
    const one = list({}, undefined, alarm(3), alarm(2));
    one.take([seen(3, { active: false })], true);
    expect([ids(one.shown), [...one.gone]]).toEqual([[3, 2], [3]]);
    one.take([alarm(3, { raises: 2, change: 300 })], true);
    expect([...one.gone]).toEqual([]);
    one.take([seen(3, { active: false, change: 400 })], false);
    expect(ids(one.shown)).toEqual([2]);
  });

  it('drops what waited and is over before anybody saw it', () => {
    const one = list({ state: 'unacknowledged' }, undefined, alarm(1));
    one.take([alarm(2)], true);
    one.take([seen(2)], true);
    expect(one.waiting).toEqual([]);
  });

  it('takes no older version of what it has', () => {
    const one = list({}, undefined, seen(1));
    one.take([alarm(1)], false);
    expect(one.shown[0]?.acknowledged).toBe(true);
  });

  it('leaves to the server what lies behind the pages that were fetched', () => {
    const one = list({}, 'next', alarm(9), alarm(5));
    one.take([alarm(3), alarm(7)], false);
    expect(ids(one.shown)).toEqual([9, 7, 5]);
    one.addPage([alarm(3), alarm(5)], undefined);
    expect([ids(one.shown), one.complete]).toEqual([[9, 7, 5, 3], true]);
  });

  it.each<[Partial<Filters>, number[]]>([
    [{ order: 'arrival' }, [4, 3, 2]], [{ order: 'priority' }, [3, 4, 2]], [{ order: 'time' }, [2, 4, 3]],
  ])('with %j', (filters, expected) => {
    const one = list(filters, undefined);
    one.take([alarm(2, { priority: 3, time: '2027-01-01T00:00:00Z' }), alarm(3), alarm(4, { priority: 2 })], false);
    expect(ids(one.shown)).toEqual(expected);
  });

  it('after an outage has what the server has, at once or without a row that moves', () => {
    const one = list({}, undefined, alarm(3), alarm(2), alarm(1));
    one.refill([alarm(5), seen(2), alarm(1)], undefined, true);
    expect([ids(one.shown), ids(one.waiting), [...one.gone], one.shown[1]?.acknowledged]).toEqual([[3, 2, 1], [5], [3], true]);
    one.refill([alarm(5), seen(2)], 'next', false);
    expect([ids(one.shown), one.unsettled, one.complete]).toEqual([[5, 2], false, false]);
  });

  it('after an outage shows again what is there again', () => {
    const one = list({ state: 'unacknowledged' }, undefined, alarm(2), alarm(1));
    one.take([seen(1)], true);
    expect([...one.gone]).toEqual([1]);
    one.refill([alarm(1, { raises: 2, change: 900 }), alarm(2)], undefined, true);
    expect([[...one.gone], one.shown[1]?.raises]).toEqual([[], 2]);
    one.settle();
    expect(ids(one.shown).sort()).toEqual([1, 2]);
  });

  it('believes a later page of what it shows already', () => {
    const one = list({}, 'next', alarm(3), alarm(2));
    one.addPage([seen(2, { change: 900 }), alarm(1)], undefined);
    expect([ids(one.shown), one.shown[1]?.acknowledged]).toEqual([[3, 2, 1], true]);
  });

  it('after an outage is not over for what new alarms have moved behind the answer', () => {
    const one = list({}, undefined, alarm(3), alarm(2), alarm(1));
    one.refill([alarm(5), alarm(4), alarm(3)], 'next', true);
    expect([ids(one.shown), [...one.gone]]).toEqual([[3, 2, 1], []]);
    one.refill([alarm(5), alarm(4), alarm(2)], 'next', true);
    expect([...one.gone]).toEqual([3]);
  });
});

describe('the alarms of a page', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('are asked for as far as they are shown, and what came meanwhile is newer', async () => {
    const asked: string[] = [];
    let answer: (alarms: AlarmView[]) => void = () => undefined;
    vi.stubGlobal('fetch', (path: string) => {
      asked.push(path);
      return new Promise((resolve) => {
        answer = (alarms) => resolve(Response.json({ alarms }));
      });
    });
    const feed = new AlarmFeed({ ...open, station: 'ET 1', priority: '12' });
    expect(asked).toEqual(['/api/alarms?state=open&priority=12&site=ET+1&order=arrival&limit=100']);
    expect([feed.list.shown, feed.list.complete]).toEqual([[], false]);
    feed.take({ changed: [seen(1, { site: 'ET 1' })], all: true, overview: overviewOf() }, false);
    answer([alarm(2, { site: 'ET 1' }), alarm(1, { site: 'ET 1' })]);
    await vi.waitFor(() => expect(ids(feed.list.shown)).toEqual([2, 1]));
    expect(feed.list.shown[1]?.acknowledged).toBe(true);
    feed.stop();
  });

  it('are asked for as far as they are shown after many new ones', async () => {
    const first = Array.from({ length: 100 }, (_unused, at) => alarm(100 - at));
    const second = Array.from({ length: 100 }, (_unused, at) => alarm(200 - at));
    const answers = [{ alarms: first }, { alarms: second, next: 'behind' }, { alarms: [seen(50), alarm(1)] }];
    vi.stubGlobal('fetch', (path: string) =>
      Promise.resolve(Response.json(path.startsWith('/api/alarms/') ? { alarm: seen(7, { active: false }), changes: [] } : answers.shift())));
    const feed = new AlarmFeed(open);
    await vi.waitFor(() => expect(feed.list.shown.length).toBe(100));
    await feed.again(() => true);
    expect([answers, feed.list.shown.length, feed.list.waiting.length, feed.list.gone.size]).toEqual([[], 100, 100, 98]);
    expect(feed.list.shown.find(({ id }) => id === 50)?.acknowledged).toBe(true);
    feed.stop();
  });

  it('are shown as they are also where one was over before anybody could say so', async () => {
    const over = seen(1, { active: false });
    const answers = [[alarm(2), alarm(1)], [alarm(2)]];
    const asked: string[] = [];
    vi.stubGlobal('fetch', (path: string) => {
      asked.push(path);
      return Promise.resolve(Response.json(path.startsWith('/api/alarms/') ? { alarm: over, changes: [] } : { alarms: answers.shift() }));
    });
    const feed = new AlarmFeed(open);
    await vi.waitFor(() => expect(ids(feed.list.shown)).toEqual([2, 1]));
    await feed.again(() => true, 1);
    expect([ids(feed.list.shown), [...feed.list.gone]]).toEqual([[2, 1], [1]]);
    expect([asked.at(-1), feed.list.shown[1]]).toEqual(['/api/alarms/1', over]);
    feed.stop();
  });

  it('say what failed and since when, and come by themselves later', async () => {
    vi.useFakeTimers();
    vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ code: 'historianDown' }, { status: 503 })));
    const feed = new AlarmFeed(open);
    await vi.advanceTimersByTimeAsync(0);
    expect(feed.failed.value?.code).toBe('historianDown');
    vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ alarms: [alarm(1)] })));
    await vi.advanceTimersByTimeAsync(1000);
    expect([feed.failed.value, ids(feed.list.shown), feed.list.complete]).toEqual([undefined, [1], true]);
    feed.stop();
    vi.useRealTimers();
  });
});

describe('the rows that are chosen', () => {
  const rows = [10, 20, 30, 40];

  it('are left as they are by the arrows, and grow and shrink with shift', () => {
    let one = new Selection().moved(rows, 1, false).moved(rows, 1, false);
    expect([one.cursor, [...one.chosen]]).toEqual([20, []]);
    one = one.moved(rows, 1, true).moved(rows, 1, true);
    expect([one.cursor, [...one.chosen]]).toEqual([40, [20, 30, 40]]);
    one = one.moved(rows, -1, true).moved(rows, -Infinity, true);
    expect([one.cursor, [...one.chosen]]).toEqual([10, [10, 20]]);
    expect([...one.moved(rows, Infinity, false).chosen]).toEqual([10, 20]);
  });

  it('are taken and given back one by one, and those that are gone are not kept', () => {
    const one = new Selection(10).toggled(10).toggled(30);
    expect([...one.chosen]).toEqual([10, 30]);
    expect([...one.toggled(10).chosen]).toEqual([30]);
    const kept = one.kept(new Set([10, 20]));
    expect([kept.cursor, [...kept.chosen]]).toEqual([undefined, [10]]);
    expect(kept.kept(new Set([10]))).toBe(kept);
  });
});

describe('the rows in the window', () => {
  it.each<[number, number, [number, number]]>([
    [0, 20, [0, 20]], [0, 5000, [0, 35]], [32 * 100, 5000, [90, 135]], [32 * 4990, 5000, [4980, 5000]], [0, 0, [0, 0]],
    [1e9, 50, [40, 50]],
  ])('at %d of %d rows', (top, count, expected) => expect(rowsInView(top, 800, 32, count)).toEqual(expected));
});
