import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LiveDrawing } from '../../../src/features/diagram/live-drawing';
import { SidePanel } from '../../../src/features/diagram/side-panel';
import type { AlarmKey } from '../../../src/shared/alarms/alarm-key';
import { alarms } from '../../../src/shared/alarms/alarms-state';
import { siteAlarms } from '../../../src/shared/alarms/site-alarms';
import { roles } from '../../../src/shared/api/role';
import type { AlarmView } from '../../../src/shared/contract/generated/contract';
import { locale } from '../../../src/shared/i18n/locale';
import { live } from '../../../src/shared/live/live';
import { SiteData } from '../../../src/shared/site/site-data';
import { watched } from '../../../src/shared/site/watched';
import { alarm, overviewOf } from '../../shared/alarms/samples';
import { at, element, snapshot } from '../../shared/site/samples';

class Rect {
  constructor(readonly x: number, readonly y: number, readonly width: number, readonly height: number) {}
}

class Point {
  constructor(readonly x: number, readonly y: number) {}

  matrixTransform(): Point {
    return this;
  }
}

describe('an unacknowledged alarm on the drawing', () => {
  let svg: SVGSVGElement;
  let drawing: LiveDrawing;

  beforeEach(() => {
    locale.choose('es');
    vi.stubGlobal('requestAnimationFrame', () => 1);
    vi.stubGlobal('DOMRect', Rect);
    vi.stubGlobal('DOMPoint', Point);
    document.body.innerHTML = '<div></div><svg viewBox="0 0 100 100"><g tag="F1" fill="#0f0"/><g tag="F2"/></svg>';
    svg = document.querySelector('svg') as SVGSVGElement;
    const matrix = { inverse: () => ({ multiply: () => ({}) }) };
    Object.assign(svg, { getScreenCTM: () => matrix });
    Object.defineProperty(svg, 'viewBox', { value: { baseVal: { width: 100, height: 100 } } });
    for (const node of svg.children) {
      Object.assign(node, { getBBox: () => ({ x: 10, y: 20, width: 5, height: 5 }), getScreenCTM: () => matrix, getClientRects: () => [1] });
    }
    drawing = new LiveDrawing(svg, 'S', document.querySelector('div') as Element);
    drawing.describe();
  });

  afterEach(() => {
    drawing.stop();
    watched.data.value = undefined;
    vi.unstubAllGlobals();
    document.body.innerHTML = '';
  });

  const frames = (): number => document.querySelectorAll('.marks [data-mark=call]').length;

  it('is a frame in the layer over it, and leaves the drawing itself as it is', () => {
    const before = svg.outerHTML;
    drawing.call(new Set(['F1', 'elsewhere']));
    expect([frames(), svg.querySelectorAll('[data-mark]').length]).toEqual([1, 0]);
    const line = document.querySelector('[data-mark=call-line]');
    expect(['x', 'y', 'width', 'height'].map((name) => line?.getAttribute(name))).toEqual(['4', '14', '17', '17']);
    drawing.call(new Set(['F1', 'F2']));
    expect(frames()).toBe(2);
    drawing.call(new Set());
    expect([frames(), svg.outerHTML]).toEqual([0, before]);
  });

  it('has its frame as soon as the part can be seen', () => {
    const part = svg.querySelector('[tag=F1]') as SVGGraphicsElement;
    const frame: { run?: () => void } = {};
    vi.stubGlobal('requestAnimationFrame', (run: () => void) => {
      frame.run = run;
      return 1;
    });
    Object.assign(part, { getClientRects: () => [] });
    drawing.call(new Set(['F1']));
    expect(frames()).toBe(0);
    watched.data.value = new SiteData('s');
    watched.data.value.take(snapshot(1, { F1: element('1') }));
    drawing.showAll();
    frame.run?.();
    expect(frames()).toBe(0);
    Object.assign(part, { getClientRects: () => [1] });
    drawing.show(['F2']);
    frame.run?.();
    expect(frames()).toBe(1);
  });

  it('what is set by hand has a plate with a letter, and says so', () => {
    const frame: { run?: () => void } = {};
    vi.stubGlobal('requestAnimationFrame', (run: () => void) => {
      frame.run = run;
      return 1;
    });
    const before = svg.querySelector('[tag=F1]')?.innerHTML;
    watched.data.value = new SiteData('s');
    watched.data.value.take(snapshot(1, { F1: { ...element('1'), byHand: [{ attribute: 'fill', value: '6', who: 'ana', time: at }] } }));
    drawing.showAll();
    frame.run?.();
    expect([...document.querySelectorAll('.marks [data-mark=hand]')].map((mark) => mark.textContent)).toEqual(['M']);
    expect(svg.querySelector('[tag=F1]')?.getAttribute('aria-label')).toBe('F1: 1, fijado a mano');
    expect([svg.querySelector('[tag=F1]')?.innerHTML, drawing.hint(svg.querySelector('[tag=F1]') as Element)])
      .toEqual([before, 'F1 · fijado a mano']);
    watched.data.value.addElements({ F1: element('1') }, 2);
    drawing.show(['F1']);
    frame.run?.();
    expect(document.querySelectorAll('.marks [data-mark=hand]')).toHaveLength(0);
  });

  it('is heard too, for as long as nobody has acknowledged it', () => {
    drawing.call(new Set(['F1']));
    expect(svg.querySelector('[tag=F1]')?.getAttribute('aria-label')).toBe('F1: alarma sin reconocer');
    drawing.call(new Set());
    expect(svg.querySelector('[tag=F1]')?.getAttribute('aria-label')).toBe('F1');
  });
});

describe('the panel of an element', () => {
  afterEach(() => {
    live.stop();
    watched.data.value = undefined;
    roles.value = undefined;
    vi.unstubAllGlobals();
    document.body.innerHTML = '';
  });

  it('lists its open alarms, with the key for what nobody has acknowledged', async () => {
    locale.choose('es');
    roles.value = { role: 'operator' };
    vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ alarms: [alarm(1), alarm(2, { tag: 'F1', acknowledged: true, acknowledgedBy: 'ana' })] })));
    live.link.value = { up: true, since: 1, tries: 0 };
    watched.data.value = new SiteData('s');
    await vi.waitFor(() => expect(siteAlarms.of('F1')).toHaveLength(2));
    const panel = new SidePanel();
    panel.tag = 'F1';
    document.body.append(panel);
    await panel.updateComplete;
    const lines = (): string[] => [...panel.renderRoot.querySelectorAll('.alarms li')].map((line) => line.textContent?.replace(/\s+/g, ' ').trim() ?? '');
    expect(lines()[0]).toMatch(/prioridad 1, crítica sin reconocer .*Alimentador 1/);
    expect(lines()[1]).toMatch(/reconocida .*ana$/);
    const key = panel.renderRoot.querySelector<AlarmKey>('alarm-key');
    await key?.updateComplete;
    expect(key?.renderRoot.querySelector('[data-testid=acknowledge]')).not.toBeNull();
    roles.value = { role: 'operator', all: 'viewer', stations: [{ site: 'other', role: 'operator' }] };
    await key?.updateComplete;
    expect(key?.renderRoot.querySelector('[data-testid=acknowledge]')).toBeNull();
    const over: AlarmView = alarm(1, { acknowledged: true, active: false, change: 9 });
    alarms.updates.emit({ changed: [over], all: true, overview: overviewOf() });
    await panel.updateComplete;
    expect(lines()).toHaveLength(1);
    panel.remove();
  });
});
