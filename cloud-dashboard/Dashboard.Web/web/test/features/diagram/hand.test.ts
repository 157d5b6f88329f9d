import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HandList } from '../../../src/features/diagram/hand-list';
import { HandPart } from '../../../src/features/diagram/hand-part';
import { roles } from '../../../src/shared/api/role';
import type { CatalogMessage, ElementMessage } from '../../../src/shared/contract/generated/contract';
import { locale } from '../../../src/shared/i18n/locale';
import { live } from '../../../src/shared/live/live';
import { SiteData } from '../../../src/shared/site/site-data';
import { watched } from '../../../src/shared/site/watched';
import { at, element, snapshot } from '../../shared/site/samples';

const hostile = '<script>alert(1)</script>"><b style="fill:red">\u202e';
const catalog: CatalogMessage = {
  site: 's', name: 'S', timeZone: 'UTC', profile: 'p', devices: [], tags: [], screens: [],
  elements: [
    { tag: 'F1', description: 'Campo 1', settable: ['text', 'fill'] }, { tag: 'F2', description: 'Campo 2', settable: ['text'] },
    { tag: 'F3', description: 'Campo 3' },
  ],
  colours: [
    { index: 0, name: 'verde', colour: '#00aa00', description: '' }, { index: 6, name: 'rojo', colour: '#ff0000', description: '' },
    { index: 7, name: 'malo', colour: 'red;stroke:url(#x)', description: '' },
  ],
};
const byHand = (value: string, who = 'ana'): ElementMessage =>
  ({ ...element(value), byHand: [{ attribute: 'text', value, who, time: '2026-01-01T00:00:05Z' }] });

describe('what is set by hand', () => {
  let sent: { method: string; path: string; body: unknown }[];
  let answer: () => Response;
  let data: SiteData;

  beforeEach(() => {
    locale.choose('es');
    roles.value = { role: 'operator' };
    sent = [];
    answer = () => new Response(null, { status: 204 });
    vi.stubGlobal('fetch', (path: string, init: RequestInit = {}) => {
      if (!path.includes('/elements/')) {
        return Promise.resolve(Response.json({ alarms: [] }));
      }
      sent.push({ method: init.method ?? 'GET', path, body: init.body === undefined ? undefined : JSON.parse(String(init.body)) });
      return Promise.resolve(answer());
    });
    data = new SiteData('s');
    data.catalog.value = catalog;
    data.take(snapshot(1, { F1: element('ES'), F2: byHand('FS'), F3: element('1') }));
    watched.data.value = data;
  });

  afterEach(() => {
    live.stop();
    watched.data.value = undefined;
    roles.value = undefined;
    vi.unstubAllGlobals();
    document.body.innerHTML = '';
  });

  const part = async (tag: string, stale = false): Promise<HandPart> => {
    const shown = new HandPart();
    shown.tag = tag;
    shown.stale = stale;
    document.body.append(shown);
    await shown.updateComplete;
    return shown;
  };
  const find = <T extends HTMLElement = HTMLElement>(shown: HandPart | HandList, id: string): T | null =>
    shown.renderRoot.querySelector<T>(`[data-testid=${id}]`);
  const press = async (shown: HandPart, id: string): Promise<void> => {
    find(shown, id)?.click();
    await shown.updateComplete;
  };
  const words = (shown: HandPart | HandList, id: string): string => find(shown, id)?.textContent?.replace(/\s+/g, ' ').trim() ?? '';
  const fill = async (shown: HandPart, value: string): Promise<void> => {
    const field = find<HTMLInputElement>(shown, 'hand-value');
    if (field) {
      field.value = value;
    }
    shown.renderRoot.querySelector('form')?.dispatchEvent(new SubmitEvent('submit', { cancelable: true }));
    await shown.updateComplete;
  };

  it('says what, by whom and when, to those who only watch too', async () => {
    roles.value = { role: 'viewer' };
    const shown = await part('F2');
    expect(words(shown, 'hand-set')).toMatch(/^texto: FS M ?Fijado a mano por ana 01\/01\/2026 00:00:05/);
    expect([find(shown, 'hand-open'), find(shown, 'hand-release-text')]).toEqual([null, null]);
    expect((await part('F1')).renderRoot.querySelector('.hand')).toBeNull();
  });

  it('is offered where a formula sets nothing, and nowhere else', async () => {
    expect(find(await part('F1'), 'hand-open')).not.toBeNull();
    expect((await part('F3')).renderRoot.querySelector('.hand')).toBeNull();
    roles.value = { role: 'operator', all: 'viewer', stations: [{ site: 'other', role: 'operator' }] };
    expect((await part('F1')).renderRoot.querySelector('.hand')).toBeNull();
  });

  it('is set after a question that names the tag, the attribute, the old and the new value', async () => {
    const shown = await part('F1');
    await press(shown, 'hand-open');
    await fill(shown, ' FS ');
    expect(sent).toEqual([]);
    expect(words(shown, 'hand-sure')).toMatch(/¿Fijar a mano el texto de F1\? Ahora ?ES ?Después ?FS/);
    expect((shown.renderRoot as ShadowRoot).activeElement).toBe(find(shown, 'hand-no'));
    await press(shown, 'hand-yes');
    await vi.waitFor(() => expect(words(shown, 'hand-done')).toContain('Falta que lo publique'));
    expect(sent).toEqual([{ method: 'PUT', path: '/api/sites/s/elements/F1/text', body: { value: 'FS', seen: at } }]);
    data.addElements({ F1: byHand('FS') }, 2);
    await shown.updateComplete;
    expect(words(shown, 'hand-done')).toContain('lo publicó');
  });

  it('is not set where the question is answered with no', async () => {
    const shown = await part('F1');
    await press(shown, 'hand-open');
    await fill(shown, 'FS');
    await press(shown, 'hand-no');
    expect([sent, find(shown, 'hand-sure')]).toEqual([[], null]);
    await press(shown, 'hand-open');
    await fill(shown, 'FS');
    shown.renderRoot.querySelector('.hand')?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
    await shown.updateComplete;
    expect([sent, find(shown, 'hand-sure')]).toEqual([[], null]);
  });

  it('asks for what was seen when the question was asked, whatever changed since', async () => {
    const shown = await part('F1');
    await press(shown, 'hand-open');
    await fill(shown, 'FS');
    data.addElements({ F1: byHand('XX', 'luis') }, 2);
    await press(shown, 'hand-yes');
    expect(sent[0]?.body).toEqual({ value: 'FS', seen: at });
  });

  it('is taken back after a question', async () => {
    const shown = await part('F2');
    await press(shown, 'hand-release-text');
    expect(words(shown, 'hand-sure')).toMatch(/¿Devolver el texto de F2\? Ahora ?FS ?Después ?lo que dice el libro/);
    await press(shown, 'hand-yes');
    expect(sent).toEqual([{ method: 'DELETE', path: '/api/sites/s/elements/F2/text?seen=2026-01-01T00%3A00%3A05Z', body: undefined }]);
    data.addElements({ F2: element('ES') }, 2);
    await vi.waitFor(() => expect(words(shown, 'hand-done')).toContain('lo publicó'));
  });

  it('says why a request was refused', async () => {
    const refusals: [number, string, RegExp][] = [
      [409, 'changedMeanwhile', /Alguien lo cambió/], [409, 'stationAway', /no se hará después/], [504, 'noAnswer', /no respondió a tiempo/],
      [503, 'notKept', /no puede guardar/], [429, 'gatewayBusy', /demasiados/], [502, 'gatewayRefused', /gatewayRefused an old gateway/],
    ];
    const shown = await part('F1');
    for (const [status, code, text] of refusals) {
      answer = () => Response.json({ code, detail: 'an old gateway' }, { status });
      await press(shown, 'hand-open');
      await fill(shown, 'FS');
      await press(shown, 'hand-yes');
      await vi.waitFor(() => expect(words(shown, 'hand-refused')).toMatch(text));
      expect(find(shown, 'hand-done')).toBeNull();
    }
  });

  it('is not asked for while the station is away, and says why', async () => {
    const shown = await part('F2', true);
    expect(find<HTMLButtonElement>(shown, 'hand-open')?.disabled).toBe(true);
    expect(find<HTMLButtonElement>(shown, 'hand-release-text')?.disabled).toBe(true);
    expect(words(shown, 'hand-away')).toContain('no responde');
  });

  it('offers the colours of the palette, and paints none that is no colour', async () => {
    const shown = await part('F1');
    await press(shown, 'hand-open');
    const which = find<HTMLSelectElement>(shown, 'hand-attribute');
    if (which) {
      which.value = 'fill';
      which.dispatchEvent(new Event('change'));
    }
    await shown.updateComplete;
    await fill(shown, '7');
    expect([words(shown, 'hand-sure').includes('malo'), shown.renderRoot.querySelector('.swatch')]).toEqual([true, null]);
    await press(shown, 'hand-no');
  });

  it('shows hostile words as words', async () => {
    data.addElements({ F2: byHand(hostile, hostile) }, 2);
    const shown = await part('F2');
    expect(shown.renderRoot.querySelector('script, b')).toBeNull();
    expect(words(shown, 'hand-set')).toContain('<script>');
    expect(words(shown, 'hand-set')).not.toContain('\u202e');
  });

  it('has a list of the station, whose lines open their elements', async () => {
    const list = new HandList();
    const chosen: string[] = [];
    list.addEventListener('choose', (event) => chosen.push((event as CustomEvent<string>).detail));
    document.body.append(list);
    await list.updateComplete;
    expect(words(list, 'hand-line')).toMatch(/^Campo 2 texto: FS Fijado a mano por ana .* F2$/);
    find(list, 'hand-line')?.click();
    expect(chosen).toEqual(['F2']);
    data.addElements({ F1: byHand('XX'), F2: element('ES') }, 2);
    await list.updateComplete;
    expect([...list.renderRoot.querySelectorAll('[data-testid=hand-line] strong')].map((line) => line.textContent)).toEqual(['Campo 1']);
    data.addElements({ F1: null }, 3);
    await list.updateComplete;
    expect(list.renderRoot.textContent).toContain('No queda nada fijado a mano');
  });
});
