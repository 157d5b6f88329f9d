import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EventFeed } from '../../src/features/events/event-feed';
import { EventsPage } from '../../src/features/events/events-page';
import { parseRoute, routeUrl } from '../../src/app/router';
import { pages } from '../../src/app/pages';
import type { SiteEvent, SiteSummary } from '../../src/shared/contract/generated/contract';
import { locale } from '../../src/shared/i18n/locale';
import { overview } from '../../src/shared/site/overview';
import { SiteData } from '../../src/shared/site/site-data';
import { watched } from '../../src/shared/site/watched';

const at = '2026-01-01T12:00:00Z';
const event = (site: string, seq: number): SiteEvent => ({
  site, key: `${site}/${seq}`, epoch: 'e', seq, type: 'digital', tag: 'T', description: `Interruptor ${seq}`, time: at,
  timeSource: 'device', clock: 'synchronised', received: at,
} as SiteEvent);
const site = (name: string, timeZone: string): SiteSummary =>
  ({ site: name, name: name.toUpperCase(), timeZone, status: 'online', since: at, field: [], screens: [], revision: 1 });

describe('fault 39: the events of all stations', () => {
  const asked: string[] = [];

  beforeEach(() => {
    asked.length = 0;
    locale.choose('es');
    vi.stubGlobal('fetch', (path: string) => {
      asked.push(path);
      const events = path.startsWith('/api/events') ? [event('b', 2), event('a', 1)] : [event('a', 1)];
      return Promise.resolve(new Response(JSON.stringify({ events })));
    });
    overview.sites.value = [site('a', 'UTC'), site('b', 'America/Argentina/Buenos_Aires')];
    watched.data.value = new SiteData('a');
  });

  afterEach(() => {
    overview.sites.value = undefined;
    watched.data.value = undefined;
    vi.unstubAllGlobals();
    document.body.innerHTML = '';
  });

  it('are one list, of what is stored and of what comes', async () => {
    const feed = new EventFeed();
    await vi.waitFor(() => expect(feed.list.complete).toBe(true));
    feed.add(event('b', 3), false);
    expect(feed.list.shown.map((one) => one.key).sort()).toEqual(['a/1', 'b/2', 'b/3']);
    expect(asked.every((path) => path.startsWith('/api/events?'))).toBe(true);
  });

  it('say their station, each with the time of its own clock', async () => {
    const page = new EventsPage();
    page.all = true;
    document.body.append(page);
    await vi.waitFor(() => expect(page.renderRoot.querySelectorAll('tbody tr')).toHaveLength(2));
    const cells = (name: string): string[] => [...page.renderRoot.querySelectorAll(`td.${name}`)].map((cell) => cell.textContent ?? '');
    expect(cells('site').sort()).toEqual(['A', 'BBuenos Aires, UTC−3']);
    expect(cells('time').map((time) => time.slice(-12)).sort()).toEqual(['09:00:00.000', '12:00:00.000']);
    page.remove();
  });

  it('are chosen on the page, and by its address', async () => {
    const page = new EventsPage();
    document.body.append(page);
    await page.updateComplete;
    const opened = vi.fn();
    page.addEventListener('open-page', (one) => opened((one as CustomEvent).detail));
    const chips = [...page.renderRoot.querySelectorAll<HTMLElement>('.chip')];
    expect(chips.map((chip) => chip.getAttribute('aria-pressed'))).toEqual(['true', 'false']);
    chips[1]?.click();
    expect(opened).toHaveBeenCalledWith({ page: 'events', site: 'a', query: { of: 'all' } });
    const address = new URL(routeUrl({ page: 'events', site: 'a', query: { of: 'all' } }, new URL('http://x/'), pages), 'http://x/');
    expect(parseRoute(address, pages).query).toEqual({ of: 'all' });
    page.remove();
  });
});
