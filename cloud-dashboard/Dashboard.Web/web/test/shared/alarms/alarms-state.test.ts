import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { acknowledge } from '../../../src/shared/alarms/acknowledge';
import { alarmState, outcomeWords, stateWords, wentWell } from '../../../src/shared/alarms/alarm-words';
import { AlarmsState } from '../../../src/shared/alarms/alarms-state';
import { roles } from '../../../src/shared/api/role';
import type { AlarmOverview, AlarmUpdate } from '../../../src/shared/contract/generated/contract';
import { locale } from '../../../src/shared/i18n/locale';
import type { Live } from '../../../src/shared/live/live';
import { alarm, overviewOf } from './samples';

const shelf = { who: 'ana', since: '2026-01-01T00:00:00Z', reason: 'obra' };

describe('what calls, of all stations', () => {
  const listeners: Record<string, (what?: AlarmUpdate) => void> = {};
  let state: AlarmsState;
  let answers: ((overview: AlarmOverview) => void)[];
  const update = (...calling: Parameters<typeof overviewOf>): AlarmUpdate => ({ changed: calling, all: true, overview: overviewOf(...calling) });

  beforeEach(() => {
    vi.useFakeTimers();
    locale.choose('es');
    answers = [];
    vi.stubGlobal('fetch', () => new Promise((resolve) => answers.push((overview) => resolve(Response.json(overview)))));
    state = new AlarmsState({
      on: (name: string, listener: () => void) => void (listeners[name] = listener),
    } as unknown as Live);
  });

  afterEach(() => {
    listeners['stopped']?.();
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  const settle = (milliseconds = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(milliseconds);

  it('is asked for when the connection is there, and counted by station', async () => {
    listeners['connected']?.();
    expect([state.overview.value, state.first.value]).toEqual([undefined, undefined]);
    answers[0]?.(overviewOf(alarm(1), alarm(2, { priority: 3, site: 'other' }), alarm(3, { priority: 2, site: 'other' })));
    await settle();
    expect([state.first.value?.id, state.unacknowledged.value, state.of('other'), state.of('none')]).toEqual([1, 3, 2, 0]);
    expect([state.worst(), state.worst('other'), state.worst('none')]).toEqual([1, 2, undefined]);
  });

  it('is what a message says, and an answer that was asked for before it comes too late', async () => {
    listeners['connected']?.();
    listeners['alarms']?.(update(alarm(7)));
    answers[0]?.(overviewOf(alarm(1)));
    await settle();
    expect(state.first.value?.id).toBe(7);
    listeners['alarms']?.(update());
    expect([state.first.value, state.unacknowledged.value]).toEqual([undefined, 0]);
  });

  it('is forgotten with the session, and a late answer with it', async () => {
    listeners['connected']?.();
    listeners['stopped']?.();
    answers[0]?.(overviewOf(alarm(1)));
    await settle();
    expect(state.overview.value).toBeUndefined();
  });

  it('is not known while the server fails, never none, and is asked for again', async () => {
    vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ code: 'historianDown' }, { status: 503 })));
    listeners['connected']?.();
    await settle();
    expect([state.overview.value, state.failed.value?.code]).toEqual([undefined, 'historianDown']);
    vi.stubGlobal('fetch', () => Promise.resolve(Response.json(overviewOf(alarm(4)))));
    await settle(1000);
    expect([state.first.value?.id, state.failed.value]).toEqual([4, undefined]);
  });

  it('tells what changed, and that something may have been missed', () => {
    const changed = vi.fn();
    const missed = vi.fn();
    state.updates.listen(changed);
    state.missed.listen(missed);
    listeners['alarms']?.(update(alarm(1)));
    expect([changed.mock.calls.length, missed.mock.calls.length]).toEqual([1, 0]);
    listeners['alarms']?.({ ...update(alarm(2)), all: false });
    listeners['connected']?.();
    expect([changed.mock.calls.length, missed.mock.calls.length]).toEqual([2, 2]);
  });
});

describe('an alarm in words', () => {
  it.each([
    [{}, 'unacknowledged', 'sin reconocer'],
    [{ acknowledged: true }, 'acknowledged', 'reconocida'],
    [{ active: false }, 'returned', 'repuesta sin reconocer'],
    [{ active: false, lasting: false }, 'happened', 'ocurrió'],
    [{ active: false, acknowledged: true }, 'over', 'terminada'],
    [{ shelf: { ...shelf, until: '2026-01-02T00:00:00Z' } }, 'shelved', 'suspendida'],
    [{ shelf }, 'outOfService', 'fuera de servicio'],
    [{ design: { rule: 'LA152B01=0', since: '2026-01-01T00:00:00Z' } }, 'suppressed', 'inhibida'],
  ])('with %j is %s', (more, name, words) => {
    locale.choose('es');
    expect([alarmState(alarm(1, more)), stateWords(alarm(1, more))]).toEqual([name, words]);
  });
});

describe('acknowledging', () => {
  beforeEach(() => {
    roles.value = { role: 'operator' };
  });

  afterEach(() => {
    roles.value = undefined;
    vi.unstubAllGlobals();
  });

  const bodies: { alarms: { id: number; raises: number }[]; comment?: string }[] = [];
  const answering = (outcome: (id: number) => string, failsAt = Infinity): void => {
    bodies.length = 0;
    vi.stubGlobal('fetch', (_path: string, init: RequestInit) => {
      const body = JSON.parse(String(init.body)) as typeof bodies[0];
      bodies.push(body);
      return Promise.resolve(bodies.length > failsAt ? Response.json({ code: 'tooMany' }, { status: 429 })
        : Response.json({ alarms: body.alarms.map(({ id }) => ({ id, outcome: outcome(id) })) }));
    });
  };

  it('sends what was seen, at most a hundred at once, with the comment', async () => {
    answering(() => 'done');
    const many = Array.from({ length: 250 }, (_, index) => alarm(index + 1, { raises: 2 }));
    expect(await acknowledge(many, ' visto ')).toEqual({ done: 250, alreadyDone: 0, raisedAgain: 0, unknown: 0, failed: 0, left: 0 });
    expect(bodies.map((body) => [body.alarms.length, body.alarms[0], body.comment])).toEqual([
      [100, { id: 1, raises: 2 }, 'visto'], [100, { id: 101, raises: 2 }, 'visto'], [50, { id: 201, raises: 2 }, 'visto']]);
  });

  it('leaves those of stations where the user may not, and says how many', async () => {
    answering(() => 'done');
    roles.value = { role: 'operator', stations: [{ site: 's', role: 'operator' }] };
    const outcome = await acknowledge([alarm(1, { site: 'other' }), alarm(2), alarm(3, { site: 'third' })]);
    expect(bodies.map((body) => body.alarms)).toEqual([[{ id: 2, raises: 1 }]]);
    expect([outcome.done, outcome.left, wentWell(outcome)]).toEqual([1, 2, false]);
    locale.choose('en');
    expect(outcomeWords(outcome)).toBe('1 acknowledged. 2 were left: your role does not acknowledge at their station.');
  });

  it('counts every outcome, and what a failed request left', async () => {
    answering((id) => id === 1 ? 'raisedAgain' : id === 2 ? 'unknown' : 'done', 1);
    const outcome = await acknowledge(Array.from({ length: 120 }, (_, index) => alarm(index + 1)));
    expect(outcome).toEqual({ done: 98, alreadyDone: 0, raisedAgain: 1, unknown: 1, failed: 20, left: 0, code: 'tooMany' });
    locale.choose('es');
    expect(outcomeWords(outcome)).toBe('98 reconocidas. 1 se repitió entretanto y sigue sin reconocer. 1 ya no existe en el servidor. '
      + '20 no se pudieron reconocer (tooMany).');
  });
});
