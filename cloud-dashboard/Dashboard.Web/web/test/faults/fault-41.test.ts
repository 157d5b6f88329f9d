import { afterEach, describe, expect, it, vi } from 'vitest';
import { pages } from '../../src/app/pages';
import { Wall } from '../../src/app/wall';
import { Animator } from '../../src/features/diagram/animator';
import { contrast, dayAndNight, hex, NIGHT, nightColour, takesNight, toHalo, toNight } from '../../src/features/diagram/night';
import { locale } from '../../src/shared/i18n/locale';

function drawing(body: string, attributes = ''): SVGSVGElement {
  document.body.innerHTML = `<svg viewBox="0 0 100 50" ${attributes}>${body}</svg>`;
  return document.querySelector('svg') as SVGSVGElement;
}

describe('fault 41: a drawing on a dark page', () => {
  it.each(['#000000', '#111827', '#4b5563', '#8b1ea1', '#c99a1b', '#b9820b', '#3a66ff', '#e30000', '#0e9384'])(
    'shows %s as legible as letters must be', (colour) => expect(contrast(nightColour(colour), NIGHT)).toBeGreaterThanOrEqual(4.5));

  it('turns greys and pale grounds over', () => {
    expect(nightColour('#ffffff')).toBe('#141414');
    expect(nightColour('#000000')).toBe('#ebebeb');
    expect(contrast(nightColour('#202020'), nightColour('#dddddd'))).toBeGreaterThan(7);
    expect(contrast(nightColour('#000000'), nightColour('#fde68a'))).toBeGreaterThan(4.5);
  });

  it('keeps a colour that is seen, and the hue of one that is made lighter', () => {
    expect(nightColour('#c99a1b')).toBe('#c99a1b');
    const [r, g, b] = [1, 3, 5].map((at) => Number.parseInt(nightColour('#8b1ea1').slice(at, at + 2), 16)) as [number, number, number];
    expect([b > r, r > g]).toEqual([true, true]);
  });

  it('is for a light drawing whose ground is a light grey or its page', () => {
    expect(takesNight(drawing('<rect width="20" height="20" fill="#123456"/>'), '#ffffff')).toBe(true);
    expect(takesNight(drawing('<rect width="99" height="50" style="fill:#ffffff"/>'), '#ffffff')).toBe(true);
    expect(takesNight(drawing('<rect width="100%" height="100%" fill="#102030"/>'), '#ffffff')).toBe(false);
    expect(takesNight(drawing('<rect width="100" height="50" fill="#c99a1b"/>'), '#ffffff')).toBe(false);
    expect(takesNight(drawing(''), '#202020')).toBe(false);
  });

  it('gives attributes both colours, and black to what says none', () => {
    const svg = drawing('<path fill="#fff" stroke="none"/><path fill="url(#g)" stroke="#c99a1b"/>');
    toNight(svg);
    const [one, other] = svg.children;
    expect([svg.getAttribute('fill'), one?.getAttribute('fill'), one?.getAttribute('stroke')])
      .toEqual(['light-dark(#000000, #ebebeb)', 'light-dark(#ffffff, #141414)', 'none']);
    expect([other?.getAttribute('fill'), other?.getAttribute('stroke')]).toEqual(['url(#g)', '#c99a1b']);
  });

  it('gives letters without an outline a halo, for those on a bright shape', () => {
    const svg = drawing('<text style="stroke:none">51</text><text style="stroke:#ff0000">27</text>');
    toHalo(svg);
    expect([...svg.children].map((text) => text.hasAttribute('data-halo'))).toEqual([true, false]);
  });

  it('leaves a piece its own outline, as wide as it was, and letters with a shadow as they are', () => {
    const svg = drawing('<text>52 <tspan style="stroke:#ff0000;stroke-width:2px">kA</tspan></text><text style="text-shadow:1px 1px red">51</text>');
    toHalo(svg);
    expect([...svg.querySelectorAll('text, tspan')].map((piece) => piece.hasAttribute('data-halo'))).toEqual([true, false, false]);
    expect(svg.querySelector('tspan')?.style.getPropertyValue('stroke-width')).toBe('2px');
  });

  it('reads the ways in which drawings say a colour', () => {
    expect(['#Abc', 'rgb(1, 2, 3)', 'black', 'none', 'url(#a)', '', 'inherit'].map(hex))
      .toEqual(['#aabbcc', '#010203', '#000000', undefined, undefined, undefined, undefined]);
  });

  it('gives what comes from the field its colour by night too', () => {
    const asked: string[] = [];
    const animator = new Animator(drawing('<rect tag="T"/>'), (colour) => {
      asked.push(colour);
      return dayAndNight(colour);
    });
    animator.apply('T', { quality: 'good', time: '2026-01-01T00:00:00Z', fill: '#dddddd', stroke: 'url(#x)' });
    expect(asked).toEqual(['#dddddd']);
  });
});

describe('fault 41: a wall of screens', () => {
  afterEach(() => {
    vi.restoreAllMocks();
    localStorage.clear();
  });

  it('makes room even where the browser refuses full screen, and gives it back', async () => {
    const page = document.documentElement as Element & { requestFullscreen?: () => Promise<void> };
    page.requestFullscreen = () => Promise.reject(new TypeError('refused'));
    const wall = new Wall();
    await wall.toggle();
    expect([wall.full.value, wall.folded.value]).toEqual([true, true]);
    await wall.toggle();
    expect([wall.full.value, wall.folded.value]).toEqual([false, false]);
    Reflect.deleteProperty(page, 'requestFullscreen');
  });

  it('remembers in this browser that the rail is folded', () => {
    new Wall().fold();
    expect(new Wall().folded.value).toBe(true);
    new Wall().fold();
    expect(new Wall().folded.value).toBe(false);
  });

  it('hears its key, but not while somebody writes', () => {
    const wall = new Wall();
    const toggle = vi.spyOn(wall, 'toggle').mockResolvedValue();
    wall.start();
    document.body.innerHTML = '<input>';
    const press = (target: Element, init: KeyboardEventInit): boolean =>
      target.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, composed: true, ...init }));
    press(document.querySelector('input') as Element, { key: 'f' });
    press(document.body, { key: 'f', ctrlKey: true });
    expect(toggle).not.toHaveBeenCalled();
    press(document.body, { key: 'F' });
    expect(toggle).toHaveBeenCalledOnce();
  });
});

describe('fault 41: the bar of a phone', () => {
  it('has a word for each page that fits a fifth of 360 px, in both languages', () => {
    for (const language of ['es', 'en'] as const) {
      locale.choose(language);
      expect(pages.map((page) => (page.short ?? page.title)()).filter((word) => word.length > 10)).toEqual([]);
    }
    locale.choose('es');
  });
});
