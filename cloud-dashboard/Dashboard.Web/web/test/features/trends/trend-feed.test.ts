import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { refreshOf, TrendFeed, type Wish } from '../../../src/features/trends/trend-feed';
import { HOUR, type View } from '../../../src/features/trends/view';
import { noon, series, viewWith } from './samples';

const live: View = { tags: ['A'], span: HOUR };
const past: View = { tags: ['A'], range: { from: noon - HOUR, to: noon } };
const wish = (view: View, site = 's'): Wish => ({ site, view, columns: 400 });

describe('what is asked for a trend', () => {
  let feed: TrendFeed;
  let asked: URLSearchParams[];
  let answers: ((response: Response) => void)[];
  let visible: DocumentVisibilityState;

  beforeEach(() => {
    vi.useFakeTimers({ now: noon + 2 * HOUR });
    visible = 'visible';
    vi.spyOn(document, 'visibilityState', 'get').mockImplementation(() => visible);
    asked = [];
    answers = [];
    vi.stubGlobal('fetch', (path: string) => {
      asked.push(new URLSearchParams(path.split('?')[1]));
      return new Promise<Response>((resolve) => answers.push(resolve));
    });
    feed = new TrendFeed();
  });

  afterEach(() => {
    feed.stop();
    vi.useRealTimers();
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
  });

  const pass = (milliseconds: number): Promise<unknown> => vi.advanceTimersByTimeAsync(milliseconds);
  const answer = async (value: number, turn = answers.length - 1): Promise<void> => {
    answers[turn]?.(Response.json(viewWith(series('A', [value]))));
    await pass(0);
  };
  const shown = (): number | null | undefined => feed.answer.value?.view.series[0]?.last[0];

  it('is the time that is wanted, with a column for each pixel', async () => {
    feed.want(wish(past));
    await pass(0);
    expect(Object.fromEntries(asked[0] ?? [])).toEqual({
      tags: 'A', from: '2026-03-01T11:00:00.000Z', to: '2026-03-01T12:00:00.000Z', columns: '400',
    });
    expect(feed.waiting.value).toBe(true);
    await answer(1);
    expect([shown(), feed.waiting.value]).toEqual([1, false]);
    await pass(HOUR);
    expect(asked).toHaveLength(1);
  });

  it('is asked for again while new values may come, from a right edge that moves', async () => {
    feed.want(wish(live));
    await pass(0);
    await answer(1);
    await pass(9000);
    expect(asked).toHaveLength(2);
    expect(Date.parse(asked[1]?.get('to') ?? '') - Date.parse(asked[0]?.get('to') ?? '')).toBe(9000);
    await answer(2);
    expect(shown()).toBe(2);
  });

  it('is not asked for while the page is hidden', async () => {
    feed.want(wish(live));
    await pass(0);
    await answer(1);
    visible = 'hidden';
    await pass(HOUR);
    expect(asked).toHaveLength(1);
    visible = 'visible';
    document.dispatchEvent(new Event('visibilitychange'));
    await pass(0);
    expect(asked).toHaveLength(2);
  });

  it('is asked for once when a hand rests, and an older answer is dropped', async () => {
    feed.want(wish(past));
    await pass(0);
    await answer(1);
    feed.want(wish(live));
    await pass(150);
    for (const length of [1, 2, 3]) {
      feed.want(wish({ tags: ['A'], range: { from: noon - length, to: noon } }));
      await pass(50);
    }
    await pass(150);
    expect(asked).toHaveLength(3);
    await answer(7, 2);
    await answer(6, 1);
    expect(shown()).toBe(7);
  });

  it('keeps what is shown while more of it is awaited, and nothing of another station', async () => {
    feed.want(wish(past));
    await pass(0);
    await answer(1);
    feed.want(wish({ ...past, tags: ['A', 'B'] }));
    expect(shown()).toBe(1);
    feed.want(wish({ ...past, tags: ['B'] }));
    expect(feed.answer.value).toBeUndefined();
    await pass(200);
    await answer(2);
    feed.want(wish({ ...past, tags: ['B'] }, 'other'));
    expect(feed.answer.value).toBeUndefined();
  });

  it('says since when it fails, keeps what is shown, and tries again', async () => {
    feed.want(wish(live));
    await pass(0);
    await answer(1);
    await pass(9000);
    const since = Date.now();
    answers[1]?.(Response.json({ code: 'historian' }, { status: 503 }));
    await pass(0);
    expect([feed.failed.value, shown()]).toEqual([{ code: 'historian', since }, 1]);
    await pass(1000);
    answers[2]?.(Response.json({ code: 'tooMany' }, { status: 429 }));
    await pass(0);
    expect(feed.failed.value).toEqual({ code: 'tooMany', since });
    await pass(2000);
    await answer(2);
    expect([feed.failed.value, shown()]).toEqual([undefined, 2]);
  });

  it('takes a refusal for an answer', async () => {
    feed.want(wish(past));
    await pass(0);
    answers[0]?.(Response.json({ code: 'forbidden' }, { status: 403 }));
    await pass(HOUR);
    expect([feed.failed.value?.code, asked.length]).toEqual(['forbidden', 1]);
  });

  it('is not more often than something new can be seen', () =>
    expect([HOUR, 24 * HOUR, 365 * 24 * HOUR].map((length) => refreshOf(length, 1600))).toEqual([3000, 54_000, 60_000]));
});
