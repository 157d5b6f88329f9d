import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Animator } from '../../../../src/features/diagram/animator';
import { Marks } from '../../../../src/features/diagram/marks';
import { Room } from '../../../../src/features/diagram/room';
import { sanitise, viewBoxOf } from '../../../../src/features/diagram/sanitise';
import { seen } from '../../../../src/features/diagram/seen';
import type { ElementMessage } from '../../../../src/shared/contract/generated/contract';
import { locale } from '../../../../src/shared/i18n/locale';

const RED = '#e30000';
const good = (message: Partial<ElementMessage>): ElementMessage => ({ quality: 'good', time: '2026-01-01T00:00:00Z', ...message });

function drawing(body: string): SVGSVGElement {
  document.body.innerHTML = `<svg xmlns="http://www.w3.org/2000/svg">${body}</svg>`;
  return document.querySelector('svg') as SVGSVGElement;
}

const byId = (id: string): SVGElement => document.getElementById(id) as unknown as SVGElement;
const within = (attributes: string): SVGSVGElement =>
  sanitise(`<svg xmlns="http://www.w3.org/2000/svg" ${attributes}><rect/></svg>`) as SVGSVGElement;

beforeEach(() => locale.choose('es'));

describe('fault 05: what marks a drawing lies outside of it', () => {
  it('puts the marks on the sheet, not into the drawing', () => {
    const svg = drawing('<rect tag="T"/>');
    const sheet = document.createElement('div');
    const marks = new Marks(svg, sheet);
    expect(svg.querySelector('.marks, pattern')).toBeNull();
    expect(sheet.querySelector('svg.marks pattern')).not.toBeNull();
    marks.remove();
    expect(sheet.children).toHaveLength(0);
  });

  it.each(['fill:\\75rl(https://example.org/x)', 'fill:u\\72 l(//example.org)'])('takes no style with an escape: %s', (style) => {
    const svg = sanitise(`<svg xmlns="http://www.w3.org/2000/svg"><style>.a{${style}}</style><rect style="${style}"/></svg>`);
    expect(svg?.outerHTML).not.toContain('example.org');
  });

  it('takes no style for the frame around it', () => {
    const svg = sanitise('<svg xmlns="http://www.w3.org/2000/svg"><style>:host{position:fixed;inset:0}</style><rect/></svg>');
    expect(svg?.querySelector('style')?.textContent).toBe('');
  });
});

describe('fault 26: a drawing that says no size', () => {
  it.each(['width="100%" height="100%"', '', 'width="20em" height="10em"'])('has no view box yet: %s', (size) => {
    expect(within(size).hasAttribute('viewBox')).toBe(false);
  });

  it('is as large as its shapes', () => {
    expect(viewBoxOf({ x: 20, y: 20, width: 960, height: 760 })).toBe('0 0 989.6 789.6');
    expect(viewBoxOf({ x: -90, y: 0, width: 100, height: 50 })).toBe('-91 -1 102 52');
    expect(viewBoxOf({ x: 0, y: 0, width: 0, height: 0 })).toBe('0 0 1000 600');
  });
});

describe('fault 27: a clone takes the colours of its tag', () => {
  const fills = (use: string): string[] => {
    const copy = byId(byId(use).getAttribute('href')?.slice(1) ?? '');
    return [...copy.querySelectorAll<SVGElement>('path, rect')].map((shape) => shape.style.getPropertyValue('fill'));
  };

  it.each([
    ['a shape', '<rect id="o" fill="#00ff00"/>', ['#e30000']],
    ['a symbol', '<symbol id="o"><rect style="fill:#00ff00"/><path fill="none"/></symbol>', ['#e30000', '']],
    ['a group', '<defs><g id="o"><rect class="k"/></g></defs>', ['#e30000']],
  ])('of %s with colours of its own', (_what, original, painted) => {
    const animator = new Animator(drawing(`${original}<use id="u" tag="T" href="#o"/><use id="v" href="#o"/>`));
    animator.apply('T', good({ fill: RED }));
    expect(fills('u')).toEqual(painted);
    expect(byId('v').getAttribute('href')).toBe('#o');
    expect(byId('o').outerHTML).not.toContain(RED);
    animator.apply('T', undefined);
    expect(fills('u').join('')).not.toContain(RED);
  });

  it('also within a group with the tag, and clones of clones', () => {
    const animator = new Animator(drawing(
      '<rect id="o" fill="#00ff00"/><use id="p" href="#o"/><g tag="T"><use id="u" href="#p"/></g>'));
    animator.apply('T', good({ fill: RED }));
    const inner = byId(byId('u').getAttribute('href')?.slice(1) ?? '').querySelector('use');
    inner!.id = 'inner';
    expect(fills('inner')).toEqual([RED]);
  });

  it('writes the words of a clone of a text', () => {
    new Animator(drawing('<text id="o">drawn</text><use id="u" tag="T" href="#o"/>')).apply('T', good({ text: '33,2' }));
    expect(byId(byId('u').getAttribute('href')?.slice(1) ?? '').textContent).toBe('33,2');
    expect(byId('o').textContent).toBe('drawn');
  });

  it('leaves a clone of what has tags of its own alone', () => {
    new Animator(drawing('<g id="o"><rect tag="U" fill="#00ff00"/></g><use id="u" tag="T" href="#o"/>'));
    expect(byId('u').getAttribute('href')).toBe('#o');
  });
});

describe('fault 28: letters that a drawing sets one by one', () => {
  const own = '<text id="t" tag="T" x="1" y="5 6" rotate="10 20" textLength="40" lengthAdjust="spacing"><tspan id="p" x="10 22 34" dx="1,2">104</tspan></text>';

  it('run on freely when they are others, from the same place', () => {
    const svg = drawing(own);
    const before = svg.innerHTML;
    const animator = new Animator(svg);
    animator.apply('T', good({ text: '33,25' }));
    expect(svg.innerHTML).toBe('<text id="t" tag="T" x="1" y="5"><tspan id="p" x="10" dx="1">33,25</tspan></text>');
    animator.apply('T', undefined);
    for (const id of ['t', 'p']) {
      for (const name of ['x', 'y', 'dx', 'rotate', 'textLength', 'lengthAdjust']) {
        const node = new DOMParser().parseFromString(`<svg xmlns="http://www.w3.org/2000/svg">${before}</svg>`, 'text/html').getElementById(id);
        expect(byId(id).getAttribute(name)).toBe(node?.getAttribute(name));
      }
    }
  });

  it('keep their own length when they stand there again after narrower ones', () => {
    const text = {
      length: '40' as string | null,
      getComputedTextLength: () => 100, getScreenCTM: () => ({ a: 1, b: 0 }), removeAttribute: () => { text.length = null; },
      getBoundingClientRect: () => ({ left: 0, right: 100, top: 0, bottom: 10 }),
      getAttribute: () => text.length, setAttribute: (name: string, value: string) => { text.length = name === 'textLength' ? value : text.length; },
    };
    const svg = drawing('<rect id="box"/>');
    byId('box').getBoundingClientRect = () => ({ left: 0, right: 50, top: 0, bottom: 10 }) as DOMRect;
    const room = new Room(svg);
    const computed = window.getComputedStyle;
    window.getComputedStyle = (() => ({ textAnchor: 'start' })) as never;
    text.length = null;
    room.fit([[text as never, true]]);
    window.getComputedStyle = computed;
    expect(text.length).toBe('49.000');
    text.length = '40';
    room.fit([[text as never, false]]);
    expect(text.length).toBe('40');
  });
});

describe('fault 28: what is hidden has no mark', () => {
  it('nor what is only drawn in clones, which have theirs', () => {
    drawing('<defs><g id="g"><rect id="r" tag="T"/></g></defs><use id="a" href="#g"/><use id="b" xlink:href="#g"/><rect id="s" tag="S"/>');
    for (const id of ['a', 'b', 's']) {
      byId(id).getClientRects = () => [new Object()] as never;
    }
    const ids = (id: string): string[] => seen(byId(id) as SVGGraphicsElement).map((node) => node.id);
    expect(ids('r')).toEqual(['a', 'b']);
    expect(ids('s')).toEqual(['s']);
    byId('s').getClientRects = () => [] as never;
    expect(ids('s')).toEqual([]);
  });
});

describe('fault 59: no style sheet freezes a colour', () => {
  it('what comes from the field is important, and goes again', () => {
    const animator = new Animator(drawing('<rect id="r" tag="T" style="fill:#b9820b"/>'));
    const set = vi.spyOn(byId('r').style, 'setProperty');
    animator.apply('T', good({ fill: RED }));
    animator.apply('T', undefined);
    expect(set.mock.calls).toEqual([['fill', RED, 'important'], ['fill', '#b9820b', '']]);
  });
});
