import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TrendLegend } from '../../../src/features/trends/trend-legend';
import { TrendPlot } from '../../../src/features/trends/trend-plot';
import { TrendsPage } from '../../../src/features/trends/trends-page';
import type { TrendTags } from '../../../src/features/trends/trend-tags';
import type { CatalogTag } from '../../../src/shared/contract/generated/contract';
import { locale } from '../../../src/shared/i18n/locale';
import { overview } from '../../../src/shared/site/overview';
import { SiteData } from '../../../src/shared/site/site-data';
import { watched } from '../../../src/shared/site/watched';
import type { Route } from '../../../src/shared/ui/navigation';
import { summary } from '../../shared/site/samples';
import { noon, series, viewWith } from './samples';

const point = (tag: string, description: string, kind: CatalogTag['kind'] = 'analog'): CatalogTag =>
  ({ tag, kind, description, device: 'd', unit: 'kV' });
const past = { from: '2026-03-01T12:00:00.000Z', to: '2026-03-01T12:00:02.000Z' };

describe('the page of the trends', () => {
  let page: TrendsPage;
  let answer: () => Response;
  let asked: string[];
  let routes: Route[];

  beforeEach(() => {
    locale.choose('es');
    asked = [];
    routes = [];
    answer = () => Response.json(viewWith(series('A', [13.25, null])));
    vi.stubGlobal('fetch', (path: string) => {
      asked.push(path);
      return Promise.resolve(answer());
    });
    vi.stubGlobal('ResizeObserver', class {
      observe(): void { /* Nothing has a size here. */ }
      disconnect(): void { /* As above. */ }
    });
    vi.spyOn(TrendPlot, 'load').mockRejectedValue(new Error('no canvas here'));
    overview.sites.value = [summary];
    const data = new SiteData('s');
    data.catalog.value = {
      site: 's', name: 'S', timeZone: 'UTC', profile: 'p', devices: [], elements: [], colours: [], screens: [],
      tags: [point('A', 'Tensión de la barra'), point('B', 'Corriente'), point('C', 'Interruptor', 'digital')],
    };
    watched.data.value = data;
  });

  afterEach(() => {
    page.remove();
    watched.data.value = undefined;
    overview.sites.value = undefined;
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });

  const show = async (query: Route['query'], selector: string): Promise<void> => {
    page = new TrendsPage();
    page.query = query;
    page.addEventListener('open-page', (event) => routes.push((event as CustomEvent<Route>).detail));
    document.body.append(page);
    await vi.waitFor(() => expect(page.renderRoot.querySelector(selector)).not.toBeNull());
  };
  const words = (root: ParentNode | undefined | null, selector: string): string[] => [...root?.querySelectorAll(selector) ?? []]
    .map((node) => node.textContent?.trim().replace(/\s+/g, ' ') ?? '');
  const legend = (): TrendLegend['renderRoot'] | undefined => page.renderRoot.querySelector<TrendLegend>('trend-legend')?.renderRoot;
  const state = (): (string | null | undefined)[] =>
    ['heading', 'text'].map((name) => page.renderRoot.querySelector('empty-state')?.getAttribute(name));

  it('says what to do where no tag is chosen, and asks for nothing', async () => {
    await show({}, 'empty-state');
    expect(state()[0]).toBe('Ninguna medición elegida');
    expect(asked).toEqual([]);
  });

  it('shows a tag with its newest value, its quality in words, and until when it is known', async () => {
    await show({ tags: 'A', ...past }, '[data-testid=trend-known]');
    await vi.waitFor(() => expect(words(legend(), '.value')).toEqual(['13,250 kV']));
    expect(words(legend(), '.name')).toEqual(['The A A']);
    expect(words(legend(), '.note')).toEqual(['buena']);
    expect(words(page.renderRoot, '[data-testid=trend-known]')).toEqual(['Datos hasta 01/03/2026 12:00:02']);
    expect(asked[0]).toContain('/api/sites/s/trend?tags=A&from=2026-03-01T12%3A00%3A00.000Z');
  });

  it('says what is at the cursor, to the millisecond, and that nothing is known there', async () => {
    await show({ tags: 'A', ...past }, '[data-testid=trend-known]');
    page.renderRoot.querySelector('trend-plot')?.dispatchEvent(new CustomEvent('cursor', { detail: noon + 1500 }));
    await vi.waitFor(() => expect(words(legend(), '.when')[0]).toContain('01/03/2026 12:00:01.000'));
    expect(words(legend(), '.value')).toEqual(['–']);
    expect(words(legend(), '.note')).toEqual(['sin datos']);
  });

  it('says how much of the time was stale or bad, and never none where there was some', async () => {
    const doubtful = series('A', [1, 2], { stale: [0.25, 0], bad: [0.0001, 0] });
    answer = () => Response.json(viewWith(doubtful, series('B', [1, 1], { unit: 'A' })));
    await show({ tags: 'A,B', ...past }, '[data-testid=trend-known]');
    await vi.waitFor(() => expect(words(legend(), '.note')).toEqual(
      ['buena 13 % del tiempo sin actualizar < 0,1 % del tiempo mala', 'buena']));
  });

  it('says how far it is from the second cursor, in time and value', async () => {
    answer = () => Response.json(viewWith(series('A', [13, 13.5])));
    await show({ tags: 'A', ...past }, '[data-testid=trend-known]');
    const plot = page.renderRoot.querySelector('trend-plot');
    plot?.dispatchEvent(new CustomEvent('pin', { detail: noon + 250 }));
    plot?.dispatchEvent(new CustomEvent('cursor', { detail: noon + 1500 }));
    await vi.waitFor(() => expect(words(legend(), '.pin')).toEqual(['Desde 12:00:00.250: Δ +750 ms']));
    expect(words(legend(), '.range')).toEqual(['Δ +0,500']);
    legend()?.querySelector<HTMLElement>('.pin button')?.click();
    await vi.waitFor(() => expect(words(legend(), '.range')).toEqual(['']));
  });

  it('keeps what is shown as a table', async () => {
    await show({ tags: 'A', ...past }, '[data-testid=trend-csv]');
    const made: Blob[] = [];
    vi.stubGlobal('URL', class extends URL {
      static override createObjectURL = (blob: Blob): string => `blob:${made.push(blob)}`;
      static override revokeObjectURL = (): void => undefined;
    });
    const clicked = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined);
    page.renderRoot.querySelector<HTMLElement>('[data-testid=trend-csv]')?.click();
    expect(clicked).toHaveBeenCalledOnce();
    expect([made.length, made[0]?.type]).toEqual([1, 'text/csv;charset=utf-8']);
    expect(made[0]?.size).toBeGreaterThan(200);
  });

  it('chooses tags from the list of the station, found by any part without accents', async () => {
    await show({ tags: 'A' }, '[data-testid=trend-add]');
    page.renderRoot.querySelector<HTMLElement>('[data-testid=trend-add]')?.click();
    await vi.waitFor(() => expect(page.renderRoot.querySelector('trend-tags')).not.toBeNull());
    const list = page.renderRoot.querySelector<TrendTags>('trend-tags')!;
    await list.updateComplete;
    expect(words(list.renderRoot, 'label')).toHaveLength(3);
    const search = list.renderRoot.querySelector<HTMLInputElement>('[type=search]')!;
    search.value = 'TENSION';
    search.dispatchEvent(new Event('input'));
    await list.updateComplete;
    expect(words(list.renderRoot, 'label')).toEqual(['Tensión de la barraA · kV']);
    search.value = 'int';
    search.dispatchEvent(new Event('input'));
    await list.updateComplete;
    list.renderRoot.querySelector<HTMLInputElement>('[name=C]')?.dispatchEvent(new Event('change'));
    expect(routes.at(-1)).toMatchObject({ page: 'trends', site: 's', query: { tags: 'A,C', span: '1h' } });
  });

  it('goes to a span, to a drag, and back to the former time', async () => {
    await show({ tags: 'A', ...past }, '[data-testid=trend-known]');
    page.renderRoot.querySelector<HTMLElement>('[data-testid="span-8h"]')?.click();
    expect(routes.at(-1)?.query).toEqual({ tags: 'A', span: '8h' });
    page.query = routes.at(-1)?.query;
    await page.updateComplete;
    const plot = page.renderRoot.querySelector('trend-plot');
    plot?.dispatchEvent(new CustomEvent('range', { detail: { from: noon + 250, to: noon + 750 } }));
    await vi.waitFor(() => expect(routes).toHaveLength(2));
    expect(routes[1]?.query).toEqual({ tags: 'A', from: '2026-03-01T12:00:00.250Z', to: '2026-03-01T12:00:00.750Z' });
    page.query = routes[1]?.query;
    await page.updateComplete;
    plot?.dispatchEvent(new CustomEvent('former'));
    page.query = routes[2]?.query;
    await page.updateComplete;
    plot?.dispatchEvent(new CustomEvent('former'));
    expect(routes.slice(2).map(({ query }) => query)).toEqual([{ tags: 'A', span: '8h' }, { tags: 'A', ...past }]);
  });

  it('stands still until the answer is here, however often it is drawn', async () => {
    answer = () => Response.json(viewWith(series('A', [1])));
    await show({ tags: 'A', ...past }, '[data-testid=trend-known]');
    vi.stubGlobal('fetch', () => new Promise(() => undefined));
    page.query = { tags: 'A', span: '1m' };
    await page.updateComplete;
    const first = page.renderRoot.querySelector<TrendPlot>('trend-plot')?.range;
    await new Promise((resolve) => setTimeout(resolve, 20));
    page.requestUpdate();
    await page.updateComplete;
    expect(page.renderRoot.querySelector<TrendPlot>('trend-plot')?.range).toBe(first);
  });

  it('says what failed and since when, who may not, what has no values, and what nobody knows', async () => {
    answer = () => Response.json({ code: 'historian' }, { status: 503 });
    await show({ tags: 'A', ...past }, 'empty-state');
    expect(state()).toEqual(['No se pudieron leer los valores', expect.stringMatching(/\(historian\) desde las \d\d:\d\d:\d\d/)]);
    page.remove();
    answer = () => Response.json({ code: 'forbidden' }, { status: 403 });
    await show({ tags: 'A', ...past }, 'empty-state');
    expect(state()[1]).toContain('No tiene permiso');
    page.remove();
    answer = () => Response.json(viewWith(series('A', [null, null])));
    await show({ tags: 'A', ...past }, 'empty-state');
    expect(state()).toEqual(['Sin valores en este tiempo', expect.stringContaining('01/03/2026 12:00:02')]);
    page.remove();
    answer = () => Response.json({ ...viewWith(), unknown: ['X'] });
    await show({ tags: 'X', ...past }, 'empty-state');
    expect(state()).toEqual(['La estación no conoce lo elegido', expect.stringContaining('X.')]);
  });

  it('never shows old as new: while the way of the data is cut it says where it ends', async () => {
    answer = () => Response.json({ ...viewWith(series('A', [1])), known: noon * 1000 });
    await show({ tags: 'A', span: '1h' }, '[data-testid=trend-trouble]');
    expect(words(page.renderRoot, '[data-testid=trend-trouble]')).toEqual([
      'Sin datos nuevos desde 01/03/2026 12:00:00: lo que se ve llega hasta allí.']);
    expect(legend()?.querySelector('.value')?.hasAttribute('data-old')).toBe(true);
    expect(words(legend(), '.note')).toEqual(['sin actualizar']);
  });
});
