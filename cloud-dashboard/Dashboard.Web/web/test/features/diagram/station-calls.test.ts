import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LiveDrawing } from '../../../src/features/diagram/live-drawing';
import { stationCalls } from '../../../src/features/diagram/station-calls';
import { alarms } from '../../../src/shared/alarms/alarms-state';
import { siteAlarms } from '../../../src/shared/alarms/site-alarms';
import type { CatalogMessage, SiteSummary } from '../../../src/shared/contract/generated/contract';
import { locale } from '../../../src/shared/i18n/locale';
import { live } from '../../../src/shared/live/live';
import { overview } from '../../../src/shared/site/overview';
import { SiteData } from '../../../src/shared/site/site-data';
import { watched } from '../../../src/shared/site/watched';
import { alarm, overviewOf } from '../../shared/alarms/samples';
import { summary } from '../../shared/site/samples';

const map = (...screens: [name: string, parent?: string][]): SiteSummary => ({
  ...summary, site: 's', screens: screens.map(([name, parent = '']) => ({ name, description: name, parent, prefix: '' })),
});

describe('the map', () => {
  beforeEach(() => {
    locale.choose('es');
    vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ alarms: [] })));
    live.link.value = { up: true, since: 1, tries: 0 };
    watched.data.value = new SiteData('s');
    overview.sites.value = [map(['MAP'], ['A', 'MAP'], ['B', 'MAP'], ['A1', 'A'])];
    watched.data.value.catalog.value = {
      site: 's', name: 's', timeZone: 'UTC', profile: '', devices: [], tags: [], colours: [], screens: [],
      elements: [['a', 'A1'], ['b', 'B'], ['station', 'A']].map(([tag = '', screen = '']) => ({ tag, description: tag, screen })),
    } satisfies CatalogMessage;
  });

  afterEach(() => {
    alarms.overview.value = undefined;
    overview.sites.value = undefined;
    watched.data.value = undefined;
    live.stop();
    vi.unstubAllGlobals();
    document.body.innerHTML = '';
  });

  const comes = (...changed: ReturnType<typeof alarm>[]): void =>
    alarms.updates.emit({ changed, all: true, overview: overviewOf(...changed) });

  it('counts the whole station where it opens one', () => {
    alarms.overview.value = overviewOf(alarm(1, { priority: 3 }), alarm(2, { priority: 2 }), alarm(3, { site: 'other' }));
    expect([...stationCalls('MAP', new Set(['A']))]).toEqual([['A', { priority: 2, count: 2 }]]);
    alarms.overview.value = overviewOf(alarm(1, { acknowledged: true }));
    expect(stationCalls('MAP', new Set(['A'])).size).toBe(0);
  });

  it('counts each of several by its elements, and what belongs to none at the first', () => {
    comes(alarm(1, { tag: 'a', priority: 2 }), alarm(2, { tag: 'b', priority: 4 }), alarm(3, { tag: 'x', priority: 3 }),
      alarm(4, { tag: 'b', acknowledged: true }));
    expect(siteAlarms.unacknowledged.value).toHaveLength(3);
    expect([...stationCalls('MAP', new Set(['A', 'B']))]).toEqual([['A', { priority: 2, count: 2 }], ['B', { priority: 4, count: 1 }]]);
  });

  it('alone has marks: what a diagram opens is no station', () => {
    alarms.overview.value = overviewOf(alarm(1));
    expect(stationCalls('A', new Set(['A1'])).size).toBe(0);
  });

  it('shows shape and count at the first part that opens the station, and says it', () => {
    vi.stubGlobal('DOMRect', class {
      constructor(readonly x: number, readonly y: number, readonly width: number, readonly height: number) {}
    });
    vi.stubGlobal('DOMPoint', class {
      constructor(readonly x: number, readonly y: number) {}

      matrixTransform(): this {
        return this;
      }
    });
    document.body.innerHTML = '<div></div><svg viewBox="0 0 100 100"><g tag="a"/><g tag="station"/></svg>';
    const svg = document.querySelector('svg') as SVGSVGElement;
    const matrix = { a: 0.5, inverse: () => ({ multiply: () => ({}) }) };
    Object.assign(svg, { getScreenCTM: () => matrix });
    Object.defineProperty(svg, 'viewBox', { value: { baseVal: { width: 100, height: 100 } } });
    for (const node of svg.children) {
      Object.assign(node, { getBBox: () => ({ x: 10, y: 20, width: 5, height: 5 }), getScreenCTM: () => matrix, getClientRects: () => [1] });
    }
    const drawing = new LiveDrawing(svg, 'MAP', document.querySelector('div') as Element);
    drawing.describe();
    expect([...drawing.opened]).toEqual(['A1', 'A']);
    drawing.station(new Map([['A', { priority: 1, count: 12 }]]));
    const mark = document.querySelector('.marks [data-mark=station]');
    expect([mark?.getAttribute('data-priority'), mark?.textContent, mark?.getAttribute('transform')]).toEqual(
      ['1', '112', 'translate(5 -22) scale(2)']);
    expect(svg.querySelector('[tag=station]')?.getAttribute('aria-label')).toContain('12 alarmas sin reconocer, la más alta de prioridad 1.');
    drawing.station(new Map());
    expect(document.querySelector('[data-mark=station]')).toBeNull();
    expect(svg.querySelector('[tag=station]')?.getAttribute('aria-label')).not.toContain('alarmas');
    drawing.stop();
  });
});
