import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { StatisticsPage } from '../../../src/features/alarms/statistics-page';
import type { AlarmStatisticsView } from '../../../src/shared/contract/generated/contract';
import { locale } from '../../../src/shared/i18n/locale';
import type { Route } from '../../../src/shared/ui/navigation';

const quiet: AlarmStatisticsView = {
  from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z', raised: 4, byPriority: [1, 1, 0, 2], targets: [1, 5, 15, 79],
  perHour: [4, ...Array.from({ length: 23 }, () => 0)], windows: 144, floods: 0, peak: 3, delays: [1, 5], worst: [
    { site: 's', condition: 'belowMinimum', name: 'LA1VV_01', priority: 2, raised: 3, chattering: 1, fleeting: 0, spared: [0, 2] },
    { site: 's', condition: 'protection', name: 'LA151_03', priority: 1, raised: 1, chattering: 0, fleeting: 0, spared: [0, 0] },
  ],
};

describe('the page of the statistics', () => {
  let page: StatisticsPage;
  let answer: () => Response;
  const asked: string[] = [];

  beforeEach(() => {
    locale.choose('es');
    asked.length = 0;
    answer = () => Response.json(quiet);
    vi.stubGlobal('fetch', (path: string) => {
      asked.push(path);
      return Promise.resolve(answer());
    });
  });

  afterEach(() => {
    page.remove();
    vi.unstubAllGlobals();
  });

  const text = (selector: string): string[] => [...page.renderRoot.querySelectorAll(selector)]
    .map((node) => node.textContent?.trim().replace(/\s+/g, ' ') ?? '');
  const show = async (query: Route['query'], selector: string): Promise<void> => {
    page = new StatisticsPage();
    page.query = query;
    document.body.append(page);
    await vi.waitFor(() => expect(page.renderRoot.querySelector(selector)).not.toBeNull());
  };

  it('says how much called, beside what is good', async () => {
    await show({}, '.tile');
    expect(text('.tile dd:not(.note)')).toEqual(['4', '0,2', '3', '0,0 %']);
    expect(page.renderRoot.querySelectorAll('[data-bad]')).toHaveLength(0);
    expect(text('.shares strong')).toEqual(['25 % (1 %)', '25 % (5 %)', '0 % (15 %)', '50 % (79 %)']);
    expect(page.renderRoot.querySelectorAll('.bars rect')).toHaveLength(1);
    expect(Date.parse(new URLSearchParams(asked[0]?.split('?')[1]).get('from') ?? '')).toBeLessThan(Date.now() - 6 * 86_400_000);
  });

  it('says which called most, and what would calm them', async () => {
    await show({}, 'tbody tr');
    expect(text('tbody tr:first-child td')).toEqual([expect.stringMatching(/Por debajo del mínimo: LA1VV_01$/), 's', '3', '1', '0', '0', '2']);
    expect(text('tbody tr:last-child .source button')).toEqual(['LA151_03']);
    const routes: Route[] = [];
    page.addEventListener('open-page', (event) => routes.push((event as CustomEvent<Route>).detail));
    page.renderRoot.querySelector<HTMLElement>('tbody button')?.click();
    expect(routes[0]).toMatchObject({ page: 'alarms', query: { state: 'all', station: 's', text: 'LA1VV_01' } });
  });

  it('marks what nobody can attend to', async () => {
    answer = () => Response.json({ ...quiet, raised: 2400, peak: 40, floods: 20, perHour: [2400, ...quiet.perHour.slice(1)] });
    await show({ days: '1' }, '.tile');
    expect(page.renderRoot.querySelectorAll('[data-bad]')).toHaveLength(3);
    expect(page.renderRoot.querySelectorAll('.bars .flood')).toHaveLength(1);
  });

  it('says that there was none, and why it cannot be read', async () => {
    answer = () => Response.json({ ...quiet, raised: 0, worst: [] });
    await show({ station: 's' }, 'empty-state');
    expect(page.renderRoot.querySelector('empty-state')?.getAttribute('heading')).toBe('Ninguna alarma en este período');
    expect(asked[0]).toContain('site=s');
    page.remove();
    answer = () => Response.json({ code: 'badQuery' }, { status: 400 });
    await show({ days: '30' }, '[kind=error]');
    expect(page.renderRoot.querySelector('empty-state')?.getAttribute('text')).toContain('más corto');
    expect(asked).toHaveLength(2);
  });
});
