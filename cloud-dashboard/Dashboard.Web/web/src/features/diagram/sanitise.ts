import createDOMPurify, { type Config } from 'dompurify';

const purify = createDOMPurify(window);

const CONFIG: Config & { RETURN_DOM_FRAGMENT: true } = {
  USE_PROFILES: { svg: true, svgFilters: true },
  ADD_TAGS: ['use'],
  ADD_ATTR: ['tag', 'nopaint', 'data-pagecolor', 'data-drawing'],
  FORBID_TAGS: ['foreignobject', 'script', 'a', 'animate', 'set', 'animatemotion', 'animatetransform', 'animatecolor', 'audio', 'video'],
  ALLOW_DATA_ATTR: false,
  RETURN_DOM_FRAGMENT: true,
};

/** A reference that stays within the drawing, or a picture that it carries with it. */
const LOCAL = /^(#|data:image\/(png|jpeg|gif|webp);base64,)/i;
const OUTWARD = /@import|url\(\s*(?!['"]?#)/i;

purify.addHook('uponSanitizeAttribute', (_node, data) => {
  if ((data.attrName === 'href' || data.attrName === 'xlink:href') && !LOCAL.test(data.attrValue.trim())
    || OUTWARD.test(data.attrValue)) {
    data.keepAttr = false;
  }
});

purify.addHook('uponSanitizeElement', (node, data) => {
  if (data.tagName === 'style' && OUTWARD.test(node.textContent ?? '')) {
    node.textContent = '';
  }
});

/** A drawing made safe to be part of the page. The server has done it too; this side trusts no one. */
export function sanitise(source: string): SVGSVGElement | undefined {
  const svg = purify.sanitize(source, CONFIG).querySelector('svg');
  if (!svg) {
    return undefined;
  }
  if (!svg.hasAttribute('viewBox')) {
    const width = Number.parseFloat(svg.getAttribute('width') ?? '');
    const height = Number.parseFloat(svg.getAttribute('height') ?? '');
    svg.setAttribute('viewBox', `0 0 ${width > 0 ? width : 1000} ${height > 0 ? height : 600}`);
  }
  svg.removeAttribute('width');
  svg.removeAttribute('height');
  return svg;
}

/** The drawing's own ground, when it names one. */
export function pageColour(svg: Element): string | undefined {
  const value = svg.getAttribute('data-pagecolor') ?? '';
  return /^#[0-9a-f]{6}$/i.test(value) ? value : undefined;
}

/** Whether a ground is rather light than dark, as the eye weighs its colours. */
export function isLight(colour: string): boolean {
  const [r, g, b] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16)) as [number, number, number];
  return 0.299 * r + 0.587 * g + 0.114 * b > 128;
}
