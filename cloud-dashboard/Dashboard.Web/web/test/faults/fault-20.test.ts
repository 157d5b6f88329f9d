import { afterEach, describe, expect, it, vi } from 'vitest';
import { EventsPage } from '../../src/features/events/events-page';
import type { SiteEvent } from '../../src/shared/contract/generated/contract';
import { SiteData } from '../../src/shared/site/site-data';
import { watched } from '../../src/shared/site/watched';

const entry = (seq: number): SiteEvent => ({
  site: 's', key: `s/${seq}`, epoch: 'e', seq, arrival: seq, type: 'digital', tag: 'T', time: '2026-01-01T12:00:00Z', timeSource: 'device',
  clock: 'synchronised', received: '2026-01-01T12:00:00Z',
} as SiteEvent);

describe('fault 20: the page of events', () => {
  afterEach(() => {
    watched.data.value = undefined;
    vi.unstubAllGlobals();
    document.body.innerHTML = '';
  });

  it('closes the hole by itself as soon as the connection is back and its snapshot is in', async () => {
    let stored = [entry(1)];
    vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ events: stored })));
    watched.data.value = new SiteData('s');
    const page = new EventsPage();
    document.body.append(page);
    const keys = (): (string | null)[] => [...page.renderRoot.querySelectorAll('tbody tr')].map((row) => row.getAttribute('data-key'));
    await vi.waitFor(() => expect(keys()).toEqual(['s/1']));
    stored = [entry(3), entry(2), entry(1)];
    watched.snapshots.emit();
    await vi.waitFor(() => expect(keys()).toEqual(['s/3', 's/2', 's/1']));
    page.remove();
  });
});
