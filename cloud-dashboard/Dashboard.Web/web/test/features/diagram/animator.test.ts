import { beforeEach, describe, expect, it } from 'vitest';
import { Animator } from '../../../src/features/diagram/animator';
import type { ElementMessage } from '../../../src/shared/contract/generated/contract';
import { locale } from '../../../src/shared/i18n/locale';

const RED = '#e30000';
const BLUE = '#3a66ff';
const good = (message: Partial<ElementMessage>): ElementMessage => ({ quality: 'good', time: '2026-01-01T00:00:00Z', ...message });

function drawing(body: string): SVGSVGElement {
  document.body.innerHTML = `<svg xmlns="http://www.w3.org/2000/svg">${body}</svg>`;
  return document.querySelector('svg') as SVGSVGElement;
}

const byId = (id: string): SVGElement & ElementCSSInlineStyle => document.getElementById(id) as unknown as SVGElement;
const fill = (id: string): string => byId(id).style.getPropertyValue('fill');
const stroke = (id: string): string => byId(id).style.getPropertyValue('stroke');
/** The fill that shows: a node's own, else that of the nearest node around it. */
const shown = (id: string): string => {
  let at: Element | null = byId(id);
  while (at && !(at as SVGElement).style.getPropertyValue('fill')) {
    at = at.parentElement;
  }
  return at ? (at as SVGElement).style.getPropertyValue('fill') : '#000000';
};

describe('the animator', () => {
  beforeEach(() => locale.choose('es'));

  it('paints every part that has the tag, not only the first', () => {
    const animator = new Animator(drawing('<rect id="a" tag="T"/><g><path id="b" tag="T"/></g><rect id="c" tag="U"/>'));
    animator.apply('T', good({ fill: RED, stroke: BLUE }));
    expect([fill('a'), fill('b'), fill('c')]).toEqual([RED, RED, '']);
    expect([stroke('a'), stroke('b')]).toEqual([BLUE, BLUE]);
  });

  it('hands the colours of a group to the shapes inside it, however deep', () => {
    new Animator(drawing('<g id="g" tag="T"><g><path id="p" style="fill:#8b1ea1;stroke:#8b1ea1"/></g><circle id="c"/></g>')).apply('T', good({ fill: RED, stroke: BLUE }));
    expect([fill('p'), stroke('p'), fill('c'), stroke('c')]).toEqual([RED, BLUE, RED, BLUE]);
    expect(fill('g')).toBe('');
  });

  it('hands nothing to a part with a tag of its own, nor to one marked nopaint', () => {
    new Animator(drawing(`<g tag="T"><g tag="U"><path id="own"/></g><rect id="own2" tag="U"/><rect id="no" nopaint=""/>
      <g nopaint=""><path id="no2"/></g><path id="yes"/></g>`)).apply('T', good({ fill: RED }));
    expect(['own', 'own2', 'no', 'no2', 'yes'].map(fill)).toEqual(['', '', '', '', RED]);
  });

  it('leaves a piece of a text with a tag of its own to that tag, colours and words', () => {
    const animator = new Animator(drawing('<text id="t" tag="T" style="fill:#111111"><tspan id="value" y="1">33</tspan><tspan id="other" y="2" tag="U" style="fill:#222222">OK<tspan id="deep">!</tspan></tspan></text>'));
    const seen = (): string[] => ['value', 'other'].map((id) => `${byId(id).textContent} ${fill(id)}`);
    animator.apply('T', good({ fill: RED, text: 'far more words than there is room for' }));
    expect(seen()).toEqual([`far more words than there is room for ${RED}`, 'OK! #222222']);
    expect(shown('deep')).toBe('#222222');
    animator.apply('U', good({ fill: BLUE, text: 'FS' }));
    expect(byId('deep').textContent).toBe('');
    expect(seen()).toEqual([`far more words than there is room for ${RED}`, `FS ${BLUE}`]);
    expect(fill('deep')).toBe(BLUE);
    animator.apply('T', undefined);
    expect(seen()).toEqual(['33 ', `FS ${BLUE}`]);
    animator.apply('U', undefined);
    expect(seen()).toEqual(['33 ', 'OK! #222222']);
  });

  it('writes into the first piece that is its own, also when one with another tag stands before it', () => {
    new Animator(drawing('<text tag="T"><tspan id="other" tag="U">OK</tspan><tspan id="value">33</tspan></text>')).apply('T', good({ text: '34' }));
    expect([byId('other').textContent, byId('value').textContent]).toEqual(['OK', '34']);
  });

  it('writes nothing into a text whose pieces all have tags of their own', () => {
    new Animator(drawing('<text id="t" tag="T">\n<tspan id="a" tag="U">1</tspan>\n<tspan id="b" tag="V">2</tspan>\n</text>')).apply('T', good({ text: '34', fill: RED }));
    expect(byId('t').textContent).toBe('\n1\n2\n');
    expect(['t', 'a', 'b'].map(shown)).toEqual([RED, '#000000', '#000000']);
  });

  it('neither paints nor empties a piece marked nopaint: the unit behind a value', () => {
    const animator = new Animator(drawing('<text tag="T"><tspan id="value">33</tspan><tspan id="unit" nopaint="" style="fill:#222222">kV</tspan></text>'));
    animator.apply('T', good({ fill: RED, text: '34' }));
    expect(['value', 'unit'].map((id) => `${byId(id).textContent} ${fill(id)}`)).toEqual([`34 ${RED}`, 'kV #222222']);
    animator.apply('T', undefined);
    expect(['value', 'unit'].map((id) => `${byId(id).textContent} ${fill(id)}`)).toEqual(['33 ', 'kV #222222']);
  });

  it.each([
    ['the text', '<text tag="T" nopaint=""><tspan id="s" style="fill:#222222">33</tspan></text>'],
    ['its only piece', '<text tag="T"><tspan id="s" nopaint="" style="fill:#222222">33</tspan></text>'],
    ['a group around it', '<g tag="T" nopaint=""><text><tspan id="s" style="fill:#222222">33</tspan></text></g>'],
  ])('writes the words and keeps the colours where nopaint is on %s', (_, body) => {
    new Animator(drawing(body)).apply('T', good({ fill: RED, stroke: RED, text: '34' }));
    expect([byId('s').textContent, shown('s')]).toEqual(['34', '#222222']);
    expect(stroke('s')).not.toBe(RED);
  });

  it('paints no shape that has both the tag and nopaint', () => {
    new Animator(drawing('<rect id="r" tag="T" nopaint="" style="fill:#222222"/>')).apply('T', good({ fill: RED, stroke: RED }));
    expect([fill('r'), stroke('r')]).toEqual(['#222222', '']);
  });

  it('hands the colours of a group of letters to no piece with a tag or nopaint', () => {
    new Animator(drawing('<g tag="T"><text id="t"><tspan id="a">33</tspan><tspan id="b" nopaint="">kV</tspan><tspan id="c" tag="U">OK</tspan></text></g>'))
      .apply('T', good({ fill: RED, text: '34' }));
    expect(['t', 'a', 'b', 'c'].map(shown)).toEqual([RED, RED, '#000000', '#000000']);
    expect(byId('t').textContent).toBe('34kVOK');
  });

  it('takes an empty tag for none', () => {
    new Animator(drawing('<g tag="T"><g tag=""><path id="p"/></g></g>')).apply('T', good({ fill: RED }));
    expect(fill('p')).toBe(RED);
  });

  it('paints a group inside a group of the same tag', () => {
    new Animator(drawing('<g tag="T"><g><g tag="T"><path id="p"/></g></g><path id="q"/></g>')).apply('T', good({ stroke: RED }));
    expect([stroke('p'), stroke('q')]).toEqual([RED, RED]);
  });

  it('leaves an outline an outline when a group hands its fill down', () => {
    new Animator(drawing('<g tag="T" style="fill:none"><path id="inherited"/><path id="own" style="fill:none"/><path id="attribute" fill="none"/><path id="solid" fill="#123456"/></g>'))
      .apply('T', good({ fill: RED, stroke: BLUE }));
    expect(['inherited', 'own', 'attribute', 'solid'].map(fill)).toEqual(['', 'none', '', RED]);
    expect(['inherited', 'own', 'attribute', 'solid'].map(stroke)).toEqual([BLUE, BLUE, BLUE, BLUE]);
  });

  it('fills an outline that has the tag itself', () => {
    new Animator(drawing('<path id="p" tag="T" style="fill:none"/>')).apply('T', good({ fill: RED }));
    expect(fill('p')).toBe(RED);
  });

  it('writes into the first tspan and keeps where it is and what it looks like', () => {
    new Animator(drawing('<text tag="T" x="1" y="2"><tspan id="first" x="5" y="6" style="fill:#ffffff;font-size:9px">old</tspan><tspan id="second" x="5" y="18">more</tspan></text>'))
      .apply('T', good({ text: 'FS' }));
    expect(byId('first').textContent).toBe('FS');
    expect(byId('first').getAttribute('x')).toBe('5');
    expect(byId('first').style.getPropertyValue('font-size')).toBe('9px');
    expect(byId('second').textContent).toBe('');
  });

  it('breaks words that are longer than the drawing\'s own lines over these lines, and gives them back', () => {
    const animator = new Animator(drawing(`<text tag="T"><tspan id="a" x="9" y="1">Feeder 3</tspan><tspan id="b" x="9" y="2">Bar 1 - Main street</tspan><tspan id="c" x="9" y="3">(kerb)</tspan>
      <tspan id="d" x="9" y="4"/></text>`));
    const lines = (): (string | null)[] => ['a', 'b', 'c', 'd'].map((id) => byId(id).textContent);
    animator.apply('T', good({ text: 'Distributor 3 of bar 1, Main street (kerb)' }));
    expect(lines()).toEqual(['Distributor 3 of', 'bar 1, Main street', '(kerb)', '']);
    animator.apply('T', good({ text: 'FS' }));
    expect(lines()).toEqual(['FS', '', '', '']);
    animator.apply('T', undefined);
    expect(lines()).toEqual(['Feeder 3', 'Bar 1 - Main street', '(kerb)', '']);
  });

  it('lets the lines grow when there are too few of them, and never breaks a word', () => {
    new Animator(drawing('<text tag="T"><tspan id="a" y="1">one</tspan><tspan id="b" y="2">two</tspan></text>')).apply('T', good({ text: 'alpha beta gamma' }));
    expect([byId('a').textContent, byId('b').textContent]).toEqual(['alpha beta', 'gamma']);
  });

  it('writes into a text without a tspan and into an empty one', () => {
    const animator = new Animator(drawing('<text id="a" tag="T">old</text><text id="b" tag="T"><tspan id="s"/></text>'));
    animator.apply('T', good({ text: 'new' }));
    expect([byId('a').textContent, byId('b').textContent]).toEqual(['new', 'new']);
  });

  it('takes words as words, never as markup', () => {
    new Animator(drawing('<text id="a" tag="T"><tspan>old</tspan></text>')).apply('T', good({ text: '<script>x</script>' }));
    expect(byId('a').textContent).toBe('<script>x</script>');
    expect(byId('a').querySelector('script')).toBeNull();
  });

  it('colours the letters of a text, also those of a piece with a colour of its own, and gives them no outline', () => {
    new Animator(drawing('<text id="t" tag="T" style="fill:#000000;stroke:none"><tspan id="s" style="fill:#f40505">FS</tspan></text>')).apply('T', good({ fill: BLUE, stroke: RED }));
    expect([fill('t'), fill('s')]).toEqual([BLUE, BLUE]);
    expect([stroke('t'), stroke('s')]).toEqual(['none', '']);
  });

  it('keeps the letters apart from their ground: a group with a shape paints the shape and writes the text', () => {
    new Animator(drawing('<g tag="T"><rect id="r" style="fill:#dddddd"/><text id="t" style="fill:#202020"><tspan>N</tspan></text></g>')).apply('T', good({ fill: RED, text: '51' }));
    expect([fill('r'), fill('t'), byId('t').textContent]).toEqual([RED, '#202020', '51']);
  });

  it('colours the letters of a group that holds nothing else', () => {
    new Animator(drawing('<g tag="T"><text id="t"><tspan id="s">N</tspan></text></g>')).apply('T', good({ fill: RED }));
    expect([fill('t'), fill('s')]).toEqual([RED, RED]);
  });

  it('gives back what the drawing had when a message leaves it out', () => {
    const animator = new Animator(drawing('<g tag="T"><rect id="r" style="fill:#dddddd"/><rect id="a" fill="#123456"/></g><text tag="T" id="t">a<tspan>old</tspan><tspan>more</tspan></text>'));
    animator.apply('T', good({ fill: RED, stroke: RED, text: 'x' }));
    animator.apply('T', good({}));
    expect([fill('r'), stroke('r'), fill('a'), byId('a').getAttribute('fill')]).toEqual(['#dddddd', '', '', '#123456']);
    expect(byId('t').textContent).toBe('aoldmore');
    animator.apply('T', good({ fill: RED, text: 'x' }));
    animator.apply('T', undefined);
    expect([fill('r'), byId('t').textContent]).toEqual(['#dddddd', 'aoldmore']);
  });

  it.each(['red', '#12', '#1234567', 'url(#x)', '#e30000;stroke:red', 'rgb(1,2,3)', ''])('takes no colour but #rrggbb: %j', (value) => {
    new Animator(drawing('<rect id="r" tag="T" style="fill:#dddddd"/>')).apply('T', good({ fill: value, stroke: value }));
    expect([fill('r'), stroke('r')]).toEqual(['#dddddd', '']);
  });

  it('paints black like any other colour', () => {
    new Animator(drawing('<rect id="r" tag="T" style="fill:#dddddd"/>')).apply('T', good({ fill: '#000000' }));
    expect(fill('r')).toBe('#000000');
  });

  it('shows a number with the decimals of the workbook and the decimal sign of the language', () => {
    const animator = new Animator(drawing('<text id="t" tag="T"><tspan>0</tspan></text>'));
    const message = good({ number: { value: 13.249, decimals: 2 }, text: '13.25' });
    animator.apply('T', message);
    expect(byId('t').textContent).toBe('13,25');
    locale.choose('en');
    animator.apply('T', message);
    expect(byId('t').textContent).toBe('13.25');
  });

  it('touches nothing when nothing changed', () => {
    const animator = new Animator(drawing('<rect tag="T"/><text tag="T">a</text>'));
    const message = good({ fill: RED, text: 'x' });
    expect(animator.apply('T', message)).toBe(true);
    expect(animator.apply('T', { ...message, time: '2026-01-01T00:00:01Z' })).toBe(false);
    expect(animator.apply('unknown', message)).toBe(false);
  });
});
