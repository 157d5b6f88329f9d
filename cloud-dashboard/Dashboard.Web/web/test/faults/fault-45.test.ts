import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LiveDrawing } from '../../src/features/diagram/live-drawing';
import { nearest, nextStop, type Edges } from '../../src/features/diagram/stops';
import type { SiteEvent } from '../../src/shared/contract/generated/contract';
import { live } from '../../src/shared/live/live';
import { SiteData } from '../../src/shared/site/site-data';
import { watched } from '../../src/shared/site/watched';
import { locale } from '../../src/shared/i18n/locale';
import { shown } from './strip';

const at = '2026-01-01T00:00:00Z';
const box = (left: number, top: number, size = 10): Edges => ({ left, top, right: left + size, bottom: top + size });

/** Two breakers and the power of the first, and a sign that the catalogue does not describe. */
function station(): SiteData {
  const data = new SiteData('s');
  data.catalog.value = {
    site: 's', name: 'S', timeZone: 'UTC', profile: 'p', devices: [], colours: [], screens: [],
    tags: [
      { tag: 'B1', kind: 'digital', description: 'Interruptor 1', device: 'd', stateTexts: ['abierto', 'cerrado'] },
      { tag: 'P1', kind: 'analog', description: 'Potencia 1', unit: 'kW', device: 'd' },
    ],
    elements: [{ tag: 'B1', description: 'Interruptor 1' }, { tag: 'P1', description: 'Potencia 1', unit: 'kW' }],
  } as never;
  data.take({
    summary: {} as never, revision: 1,
    elements: {
      B1: { quality: 'good', time: at, fill: '#00ff00' },
      P1: { quality: 'stale', time: at, number: { value: 640.5, decimals: 1 } },
    },
    tags: { B1: { value: 0, quality: 'good', time: at } },
  } as never);
  return data;
}

describe('fault 45: a diagram by keys and by ear', () => {
  let svg: SVGSVGElement;

  beforeEach(() => {
    locale.choose('es');
    vi.stubGlobal('requestAnimationFrame', () => 1);
    document.body.innerHTML = '<div></div><svg viewBox="0 0 100 100"><g tag="B1"/><g tag="B1"/><text tag="P1">0</text><g tag="X"/></svg>';
    svg = document.querySelector('svg') as SVGSVGElement;
    Object.defineProperty(svg, 'viewBox', { value: { baseVal: { width: 100, height: 100 } } });
    for (const node of svg.children) {
      Object.assign(node, { getBBox: () => ({ x: 0, y: 0, width: 5, height: 5 }) });
    }
    watched.data.value = station();
  });

  afterEach(() => {
    watched.data.value = undefined;
    vi.unstubAllGlobals();
    document.body.innerHTML = '';
  });

  const parts = (): LiveDrawing => {
    const drawing = new LiveDrawing(svg, 'S', document.querySelector('div') as Element);
    drawing.describe();
    return drawing;
  };
  const stops = (): string[] => [...svg.querySelectorAll('[tabindex="0"]')].map((node) => node.getAttribute('tag') ?? '');

  it('is one stop of the Tab key, the part that was reached last', () => {
    const drawing = parts();
    expect(stops()).toEqual(['B1']);
    drawing.stops.reached(svg.querySelector('text') as SVGElement);
    expect(stops()).toEqual(['P1']);
    drawing.describe();
    expect(stops()).toEqual(['P1']);
  });

  it('names a part with its state, and what is not good as such', () => {
    parts();
    expect([...svg.children].map((node) => node.getAttribute('aria-label')))
      .toEqual(['Interruptor 1: abierto', 'Interruptor 1: abierto', 'Potencia 1: 640,5 kW, calidad sin actualizar', 'X']);
  });

  it('names a trip that nobody has acknowledged', () => {
    watched.data.peek()?.elements.set('B1', { quality: 'good', time: at, text: '1' });
    parts();
    expect(svg.querySelector('[tag="B1"]')?.getAttribute('aria-label')).toBe('Interruptor 1: abierto, Disparo sin reconocer');
  });

  it('leads by arrow keys along a row or a column, never back', () => {
    const boxes = [box(0, 0), box(50, 5), box(30, 60), box(0, 40)];
    expect(nextStop(boxes, 0, 'ArrowRight')).toBe(1);
    expect(nextStop(boxes, 0, 'ArrowDown')).toBe(3);
    expect(nextStop(boxes, 3, 'ArrowUp')).toBe(0);
    expect(nextStop(boxes, 0, 'ArrowLeft')).toBeUndefined();
  });

  it('takes a tap beside a small sign for the sign, none farther than 12 px', () => {
    const boxes = [box(0, 0, 4), box(40, 0, 4)];
    expect(nearest(boxes, 12, 2)).toBe(0);
    expect(nearest(boxes, 30, 2)).toBe(1);
    expect(nearest(boxes, 20, 2)).toBeUndefined();
  });
});

describe('fault 45: the strip to a screen reader', () => {
  const trip = {
    site: 's', key: 's/1', epoch: 'e', seq: 1, arrival: 1, type: 'digital', tag: 'F1', description: 'Alimentador 1', text: 'Disparo',
    alarmKind: 0, state: 1, time: at, timeSource: 'device', clock: 'synchronised', received: at,
  } as SiteEvent;

  beforeEach(() => locale.choose('es'));
  afterEach(() => {
    watched.data.value = undefined;
    live.stop();
    vi.unstubAllGlobals();
    document.body.innerHTML = '';
  });

  it('is the event itself: its label stands before it and does not hide it', async () => {
    const strip = await shown(trip);
    const row = strip.renderRoot.querySelector('button.row');
    expect(['aria-label', 'aria-labelledby'].map((name) => row?.hasAttribute(name))).toEqual([false, false]);
    expect(row?.textContent).toMatch(/^\s*Sin alarmas por reconocer\s*Último evento\s[\s\S]*Disparo\s*Alimentador 1/);
    expect(row?.querySelector('[aria-hidden]:not(svg)')).toBeNull();
    strip.remove();
  });
});
