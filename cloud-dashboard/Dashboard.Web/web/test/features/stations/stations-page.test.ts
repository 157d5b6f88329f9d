import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { StationsPage } from '../../../src/features/stations/stations-page';
import { roles } from '../../../src/shared/api/role';
import type { SiteSummary } from '../../../src/shared/contract/generated/contract';
import { locale } from '../../../src/shared/i18n/locale';
import { overview } from '../../../src/shared/site/overview';
import '../../../src/features/stations/stations-page';

const site = (name: string, status: SiteSummary['status']): SiteSummary => ({
  site: name, name: name.toUpperCase(), status, since: '2026-03-01T12:00:00Z', lastHeard: '2026-03-01T12:00:00Z', field: [], screens: [],
  revision: 1,
});

describe('the page of the stations', () => {
  let page: StationsPage;
  const asked = vi.fn<typeof fetch>();

  const part = (station: string, id: string): HTMLButtonElement | null =>
    page.renderRoot.querySelector(`[data-testid=station-${station}] [data-testid=${id}]`);

  beforeEach(async () => {
    locale.choose('es');
    vi.stubGlobal('fetch', asked);
    roles.value = { role: 'supervisor' };
    overview.sites.value = [site('vieja', 'lost'), site('nueva', 'online')];
    page = document.createElement('stations-page') as StationsPage;
    document.body.append(page);
    await page.updateComplete;
  });

  afterEach(() => {
    page.remove();
    overview.sites.value = undefined;
    roles.value = undefined;
    asked.mockReset();
    vi.unstubAllGlobals();
  });

  it('asks once more before a station is forgotten', async () => {
    asked.mockResolvedValue(new Response(null, { status: 204 }));
    part('vieja', 'forget')?.click();
    await page.updateComplete;
    expect(asked).not.toHaveBeenCalled();
    part('vieja', 'forget-yes')?.click();
    await vi.waitFor(() => expect(asked).toHaveBeenCalledOnce());
    expect(asked.mock.calls[0]?.[0]).toBe('/api/sites/vieja');
    expect(asked.mock.calls[0]?.[1]?.method).toBe('DELETE');
  });

  it('offers nothing for a station that is online', () => expect(part('nueva', 'forget')?.disabled).toBe(true));

  it('offers nothing for a station that the user does not supervise', async () => {
    roles.value = { role: 'supervisor', all: 'operator', stations: [{ site: 'nueva', role: 'supervisor' }] };
    await page.updateComplete;
    expect([part('vieja', 'forget'), part('nueva', 'forget')?.tagName]).toEqual([null, 'BUTTON']);
  });

  it('no longer asks about a station when the user no longer supervises it', async () => {
    part('vieja', 'forget')?.click();
    await page.updateComplete;
    expect(part('vieja', 'forget-yes')).not.toBeNull();
    roles.value = { role: 'operator' };
    await page.updateComplete;
    expect(part('vieja', 'forget-yes')).toBeNull();
  });

  it('says why a station cannot be forgotten', async () => {
    asked.mockResolvedValue(new Response('{"code":"siteOnline"}', { status: 409 }));
    part('vieja', 'forget')?.click();
    await page.updateComplete;
    part('vieja', 'forget-yes')?.click();
    await vi.waitFor(() => expect(page.renderRoot.textContent).toContain('Su gateway está en línea'));
  });
});
