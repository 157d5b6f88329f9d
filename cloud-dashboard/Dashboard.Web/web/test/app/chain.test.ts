import { describe, expect, it } from 'vitest';
import { chain, lastSign, refusal } from '../../src/app/chain';
import { trouble, type Inputs } from '../../src/shared/site/trouble';
import { at, healthy, summary } from '../shared/site/samples';

describe('the way of a value', () => {
  it('leaves everything behind a broken link unknown', () => {
    const states = (inputs: Inputs): string[] => chain(inputs, 0).map((node) => node.state);
    expect(states(healthy)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok']);
    expect(states({ ...healthy, link: { up: false, since: 0, tries: 1 } })).toEqual(['unknown', 'unknown', 'unknown', 'unknown', 'down']);
    expect(states({ ...healthy, summary: { ...summary, status: 'lost', reason: 'silent' } })).toEqual(['unknown', 'down', 'ok', 'ok', 'ok']);
    expect(states({ ...healthy, summary: { ...summary, status: 'unknown', reason: 'brokerDown' }, status: undefined }))
      .toEqual(['unknown', 'unknown', 'down', 'ok', 'ok']);
    const silent = { ...summary, field: [{ ...summary.field[0]!, silent: ['F3'] }] };
    expect(states({ ...healthy, summary: silent })).toEqual(['warn', 'ok', 'ok', 'ok', 'ok']);
  });

  it('tells a refused profile at the gateway, as long as the gateway is heard', () => {
    const refused = { time: at, reason: 'worse', detail: 'di row 7' };
    const inputs: Inputs = { ...healthy, summary: { ...summary, refused } };
    expect(refusal(healthy)).toBeUndefined();
    expect(refusal(inputs)).toBe(refused);
    expect(trouble(inputs)).toBeUndefined();
    expect(chain(inputs, 0).map((node) => node.state)).toEqual(['ok', 'warn', 'ok', 'ok', 'ok']);
    expect(chain(inputs, 0)[1]).toMatchObject({ name: 'gateway', refused: true });
    expect(refusal({ ...inputs, summary: { ...inputs.summary!, status: 'lost' } })).toBeUndefined();
    expect(refusal({ ...inputs, link: { up: false, since: 0, tries: 1 } })).toBeUndefined();
  });

  it('tells a doubtful clock at the gateway, as long as the gateway is heard', () => {
    const withClock = (clock: string | undefined): Inputs => ({ ...healthy, summary: { ...summary, ...(clock !== undefined && { clock }) } });
    const gateway = (inputs: Inputs): unknown => chain(inputs, 0)[1];
    expect(gateway(withClock('notSet'))).toMatchObject({ state: 'warn', clock: 'notSet' });
    expect(gateway(withClock('unsynchronised'))).toMatchObject({ state: 'warn', clock: 'unsynchronised' });
    expect(gateway(withClock('aNewerWord'))).toMatchObject({ state: 'warn', clock: 'aNewerWord' });
    for (const fine of ['synchronised', 'unchecked', undefined]) {
      expect(gateway(withClock(fine))).toMatchObject({ state: 'ok' });
      expect(gateway(withClock(fine))).not.toHaveProperty('clock');
    }
    const lost = withClock('notSet');
    expect(gateway({ ...lost, summary: { ...lost.summary!, status: 'lost' } })).toMatchObject({ state: 'down' });
    expect(gateway({ ...lost, link: { up: false, since: 0, tries: 1 } })).not.toHaveProperty('clock');
    expect(trouble(lost)).toBeUndefined();
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
