import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EventFeed } from '../../../src/features/events/event-feed';
import type { SiteEvent } from '../../../src/shared/contract/generated/contract';

describe('fault 20: a hole in the list after an outage', () => {
  let stored: SiteEvent[] = [];
  const entry = (seq: number): SiteEvent => ({
    site: 's', key: `s/${seq}`, epoch: 'e', seq, type: 'digital', time: new Date(seq * 1000).toISOString(), timeSource: 'device',
    clock: 'synchronised', received: new Date(seq * 1000).toISOString(),
  } as SiteEvent);
  const store = (count: number): void => {
    stored = Array.from({ length: count }, (_, index) => entry(count - index));
  };

  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal('fetch', (path: string) => {
      const before = Number(new URLSearchParams(path.split('?')[1]).get('before') ?? 0);
      const events = stored.slice(before, before + 100);
      const next = before + 100 < stored.length ? String(before + 100) : undefined;
      return Promise.resolve(new Response(JSON.stringify({ events, next })));
    });
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('is closed page by page', async () => {
    store(150);
    const feed = new EventFeed('s');
    await vi.advanceTimersByTimeAsync(0);
    store(480);
    await feed.again(false);
    expect(feed.list.shown.map((event) => event.seq)).toEqual(Array.from({ length: 430 }, (_, index) => 480 - index));
  });

  it('is no hole when it is too large: the list begins again', async () => {
    store(150);
    const feed = new EventFeed('s');
    await vi.advanceTimersByTimeAsync(0);
    store(5000);
    await feed.again(false);
    expect([feed.list.shown.length, feed.list.shown[0]?.seq, feed.list.shown.at(-1)?.seq]).toEqual([2000, 5000, 3001]);
  });
});
