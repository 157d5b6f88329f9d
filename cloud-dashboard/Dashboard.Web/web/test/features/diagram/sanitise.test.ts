import { describe, expect, it } from 'vitest';
import { isLight, pageColour, pageSize, sanitise } from '../../../src/features/diagram/sanitise';

const within = (body: string, attributes = ''): SVGSVGElement =>
  sanitise(`<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ${attributes}>${body}</svg>`) as SVGSVGElement;

describe('a drawing made safe', () => {
  it('keeps what the animation needs', () => {
    const svg = within('<g tag="LA152B01"><path d="M0 0h1" nopaint="" style="fill:#8b1ea1"/><text x="1"><tspan>0</tspan></text></g>', 'data-pagecolor="#f0ede5"');
    expect(svg.querySelector('[tag="LA152B01"] > path[nopaint]')?.getAttribute('style')).toBe('fill:#8b1ea1');
    expect(svg.querySelector('tspan')?.textContent).toBe('0');
    expect(pageColour(svg)).toBe('#f0ede5');
  });

  it('keeps what the rules of a style sheet are bound to', () => {
    const svg = within('<style>[data-drawing] .bar{fill:#8b1ea1}</style><rect class="bar"/>', 'data-drawing=""');
    document.body.replaceChildren(svg);
    expect(svg.querySelector('style')?.textContent).toBe('.bar{fill:#8b1ea1}');
    expect(svg.hasAttribute('data-drawing')).toBe(true);
  });

  it.each([
    ['a script', '<script>alert(1)</script>'],
    ['foreign content', '<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><img src="x"/></body></foreignObject>'],
    ['a handler', '<rect onclick="alert(1)" onload="alert(1)"/>'],
    ['a link', '<a href="javascript:alert(1)"><rect/></a>'],
    ['an animation', '<animate attributeName="href" to="javascript:alert(1)"/><set attributeName="onclick" to="alert(1)"/>'],
    ['a use from elsewhere', '<use href="https://example.org/x.svg#y"/><use xlink:href="data:image/svg+xml,x#y"/>'],
    ['a picture from elsewhere', '<image href="https://example.org/x.png"/>'],
    ['a style from elsewhere', '<style>@import "https://example.org/x.css";</style><style>rect{fill:url(https://example.org/x)}</style>'],
    ['a paint from elsewhere', '<rect style="fill:url(https://example.org/x#y)"/><rect fill="url(//example.org/x#y)"/>'],
  ])('loses %s', (_what, body) => {
    expect(within(body).outerHTML).not.toMatch(/script|foreign|onclick|onload|javascript|animate|<set|example\.org|svg\+xml|<img/i);
  });

  it('keeps references within itself', () => {
    const svg = within('<defs><linearGradient id="p"/><path id="q"/></defs><rect style="fill:url(#p)"/><use xlink:href="#q"/>');
    expect(svg.querySelector('rect')?.getAttribute('style')).toContain('url(#p)');
    expect(svg.querySelector('use')?.getAttribute('xlink:href')).toBe('#q');
  });

  it('fits any window: a drawing with only a size gets a view box', () => {
    const svg = within('<rect/>', 'width="1120.7668" height="455.5px"');
    expect([svg.getAttribute('viewBox'), svg.getAttribute('width')]).toEqual(['0 0 1120.7668 455.5', null]);
    expect(within('<rect/>', 'viewBox="1 2 3 4"').getAttribute('viewBox')).toBe('1 2 3 4');
  });

  it('has the shape of its page, which need not be that of its view box', () => {
    const shape = (attributes: string): number => {
      const { width, height } = pageSize(within('<rect/>', attributes));
      return width / height;
    };
    expect(shape('viewBox="0 0 40 30"')).toBeCloseTo(4 / 3);
    expect(shape('width="420mm" height="14.8cm" viewBox="0 0 100 100"')).toBeCloseTo(420 / 148);
    expect(shape('width="72pt" height="1in"')).toBeCloseTo(1);
    expect(shape('width="100%" height="100%" viewBox="0,0,40,30"')).toBeCloseTo(4 / 3);
    expect(shape('width="100%" height="100%"')).toBeCloseTo(1000 / 600);
  });

  it('keeps names that a page has too, and what the lists of SVG forget', () => {
    const svg = within('<marker id="head"/><g id="title"/><radialGradient id="body" fr=".1"/><g requiredExtensions="x"/>'
      + '<fePointLight/><feSpotLight pointsAtX="1" limitingConeAngle="20"/><text unicode-bidi="bidi-override"/>');
    expect([...svg.children].map((part) => part.getAttributeNames().join(' '))).toEqual(
      ['id', 'id', 'id fr', 'requiredExtensions', '', 'pointsAtX limitingConeAngle', 'unicode-bidi']);
  });

  it('keeps a reference within itself however it is written', () => {
    const svg = within('<rect fill="url( #a )"/><rect style="fill:url( \'#a\')"/><rect fill="url( https://example.org/#a)"/>');
    expect([...svg.children].map((part) => part.attributes.length)).toEqual([1, 1, 0]);
  });

  it('is none when there is no drawing', () => {
    expect(sanitise('<p>no</p>')).toBeUndefined();
    expect(sanitise('')).toBeUndefined();
  });

  it('takes no page colour but #rrggbb', () => {
    expect(pageColour(within('', 'data-pagecolor="url(x)"'))).toBeUndefined();
  });
});

it('a ground is light or dark as the eye weighs it', () => {
  expect(['#ffffff', '#f0ede5', '#ffff00', '#00ff00'].map(isLight)).toEqual([true, true, true, true]);
  expect(['#000000', '#202830', '#0000ff', '#8b1ea1'].map(isLight)).toEqual([false, false, false, false]);
});
