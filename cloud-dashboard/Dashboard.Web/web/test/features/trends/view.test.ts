import { describe, expect, it } from 'vitest';
import {
  bounded, DAY, HOUR, isLive, MINUTE, panned, queryOf, rangeOf, sameView, spanOf, spans, spanWord, todayOf, viewAt, viewOf, zoomed,
} from '../../../src/features/trends/view';

const now = Date.UTC(2026, 2, 1, 12);
const hour = { from: now - HOUR, to: now };

describe('the address of a trend', () => {
  it('says tags and a time that stands, to the millisecond', () => {
    const query = { tags: 'A,B', from: '2026-03-01T11:00:00.125Z', to: '2026-03-01T12:00:00.000Z' };
    const view = viewOf(query);
    expect(view).toEqual({ tags: ['A', 'B'], range: { from: now - HOUR + 125, to: now } });
    expect(queryOf(view)).toEqual(query);
  });

  it('says a time that ends now by its length', () => {
    for (const [word, length] of spans) {
      expect(viewOf({ tags: 'A', span: word })).toEqual({ tags: ['A'], span: length });
      expect(queryOf({ tags: ['A'], span: length })).toEqual({ tags: 'A', span: word });
    }
    expect(spanWord(90 * MINUTE)).toBe('90m');
    expect(spanOf('90m')).toBe(90 * MINUTE);
    expect(spanOf('90000000y')).toBe(20 * 365 * DAY);
  });

  it('leaves out what is wrong', () => {
    const usual = { tags: [], span: HOUR };
    expect(viewOf(undefined)).toEqual(usual);
    expect(viewOf({ tags: '', span: 'never' })).toEqual(usual);
    expect(viewOf({ tags: 'a b,%,,A,A', from: '2026-03-02T00:00:00Z', to: '2026-03-01T00:00:00Z' })).toEqual({ tags: ['A'], span: HOUR });
    expect(viewOf({ from: 'yesterday', to: '2026-03-01T00:00:00Z' })).toEqual(usual);
    expect(viewOf({ tags: 'A,B,C,D,E,F,G,H,I' }).tags).toHaveLength(8);
  });
});

describe('the time of a trend', () => {
  it('ends now where it is live, and may have an end to come', () => {
    expect(rangeOf({ tags: [], span: HOUR }, now)).toEqual(hour);
    expect([isLive({ tags: [], span: HOUR }, now), isLive({ tags: [], range: hour }, now),
      isLive({ tags: [], range: { from: now, to: now + 1 } }, now)]).toEqual([true, false, true]);
  });

  it('keeps what is under the cursor where it is', () => {
    expect(zoomed(hour, 0.5, 1)).toEqual({ from: now - HOUR / 2, to: now });
    expect(zoomed(hour, 2, 0)).toEqual({ from: now - HOUR, to: now + HOUR });
    expect(zoomed(hour, 0.5)).toEqual({ from: now - HOUR * 3 / 4, to: now - HOUR / 4 });
  });

  it('is never shorter or longer than can be drawn', () => {
    const short = zoomed(hour, 1e-12);
    expect(short.to - short.from).toBe(100);
    expect(zoomed(hour, 1e12).to - zoomed(hour, 1e12).from).toBe(20 * 365 * DAY);
    expect(bounded({ from: -1e15, to: -1e15 + 1000 }).from).toBe(Date.UTC(1971, 0, 1));
  });

  it('moves no further than now', () => {
    expect(panned({ from: now - 2 * HOUR, to: now - HOUR }, 1, now)).toEqual(hour);
    expect(panned(hour, 1, now)).toEqual(hour);
    expect(panned(hour, -1, now)).toEqual({ from: now - 2 * HOUR, to: now - HOUR });
    expect(panned({ from: now - HOUR, to: now + HOUR }, 1, now)).toEqual({ from: now - HOUR, to: now + HOUR });
  });

  it('is live again where it reaches now', () => {
    expect(viewAt(['A'], hour, now)).toEqual({ tags: ['A'], span: HOUR });
    expect(viewAt(['A'], { from: now - HOUR, to: now - 1 }, now)).toEqual({ tags: ['A'], range: { from: now - HOUR, to: now - 1 } });
    expect(viewAt(['A'], { from: now - 200, to: now }, now).range).toBeDefined();
  });

  it('is the day of the station, also where its clock changes', () => {
    expect(todayOf(now, 'America/Argentina/Buenos_Aires')).toEqual({ from: Date.UTC(2026, 2, 1, 3), to: Date.UTC(2026, 2, 2, 3) });
    const changed = todayOf(Date.UTC(2026, 2, 29, 12), 'Europe/Madrid');
    expect(changed.to - changed.from).toBe(23 * HOUR);
    const longer = todayOf(Date.UTC(2026, 9, 25, 12), 'Europe/Madrid');
    expect(longer.to - longer.from).toBe(25 * HOUR);
  });

  it('is the same by what the address says', () => {
    expect(sameView({ tags: ['A'], span: HOUR }, viewOf({ tags: 'A', span: '1h' }))).toBe(true);
    expect(sameView({ tags: ['A'], span: HOUR }, { tags: ['B'], span: HOUR })).toBe(false);
  });
});
