import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SidePanel } from '../../src/features/diagram/side-panel';
import type { ElementMessage, TagMessage } from '../../src/shared/contract/generated/contract';
import { locale } from '../../src/shared/i18n/locale';
import { SiteData } from '../../src/shared/site/site-data';
import { watched } from '../../src/shared/site/watched';
import { snapshot } from '../shared/site/samples';

const time = '2026-01-01T00:00:00Z';
const element = (more: Partial<ElementMessage>): ElementMessage => ({ quality: 'good', time, ...more } as ElementMessage);
const reading = (more: Partial<TagMessage>): TagMessage => ({ quality: 'good', time, ...more } as TagMessage);

/** What the side panel says of an element: its value, the line of a trip, and the words of its quality. */
async function panel(tag: string, message: ElementMessage, read?: TagMessage): Promise<(string | undefined)[]> {
  const data = new SiteData('s');
  data.catalog.value = {
    site: 's', name: 'S', timeZone: 'UTC', profile: 'p', devices: [], colours: [], screens: [],
    tags: [
      { tag: 'B', kind: 'digital', description: 'Interruptor', device: 'd', stateTexts: ['abierto', 'cerrado'] },
      { tag: 'P', kind: 'analog', description: 'Potencia', unit: 'kW', device: 'd' },
    ],
    elements: [{ tag: 'B', description: 'Interruptor' }, { tag: 'P', description: 'Potencia' }, { tag: 'BAR', description: 'Barra' }],
  } as never;
  data.take({ ...snapshot(1, { [tag]: message }), tags: read ? { [tag]: read } : {} });
  watched.data.value = data;
  const side = new SidePanel();
  side.tag = tag;
  document.body.append(side);
  await side.updateComplete;
  const words = (selector: string): string | undefined =>
    side.renderRoot.querySelector(selector)?.textContent?.replaceAll(/\s+/g, ' ').trim();
  const said = [words('.value'), words('.trip'), words('dd')];
  side.remove();
  return said;
}

describe('what the side panel says', () => {
  beforeEach(() => locale.choose('es'));
  afterEach(() => {
    watched.data.value = undefined;
  });

  it('fault 36: a breaker that tripped is open, and the trip is a line of its own', async () => {
    expect(await panel('B', element({ text: '1' }), reading({ value: 0 }))).toEqual(['abierto', 'Disparo sin reconocer', 'buena']);
    expect(await panel('B', element({ text: '0' }), reading({ value: 1 }))).toEqual(['cerrado', undefined, 'buena']);
  });

  it('fault 43: a zero without pulses is none that is bad, and says why', async () => {
    const bad = { quality: 'bad', reason: 'noPulses' } as const;
    expect(await panel('P', element({ text: '0,0', ...bad }), reading({ value: 0, ...bad })))
      .toEqual(['0,0 kW', undefined, 'cero sin pulsos Es normal sin carga. Con carga, el transductor no da señal.']);
  });

  it('fault 43: a bar has no value, because its colour is what it says', async () => {
    expect((await panel('BAR', element({ fill: '#00aa00' })))[0]).toBe('Sin valor propio: el dibujo lo muestra con su color');
  });
});
