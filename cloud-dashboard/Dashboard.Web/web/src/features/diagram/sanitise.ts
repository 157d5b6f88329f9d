import createDOMPurify, { type Config } from 'dompurify';
import type { Size } from './viewport';

const purify = createDOMPurify(window);

const CONFIG: Config & { RETURN_DOM_FRAGMENT: true } = {
  USE_PROFILES: { svg: true, svgFilters: true },
  ADD_TAGS: ['use'],
  // Besides what is ours: what the library's list of SVG attributes has forgotten.
  ADD_ATTR: [
    'tag', 'nopaint', 'data-pagecolor', 'data-drawing',
    'fr', 'pointsatx', 'pointsaty', 'pointsatz', 'limitingconeangle', 'requiredextensions', 'unicode-bidi',
  ],
  FORBID_TAGS: ['foreignobject', 'script', 'a', 'animate', 'set', 'animatemotion', 'animatetransform', 'animatecolor', 'audio', 'video'],
  ALLOW_DATA_ATTR: false,
  // A part may be called `head` or `title`: a drawing lies in a tree of its own, where no name hides one of the page.
  SANITIZE_DOM: false,
  RETURN_DOM_FRAGMENT: true,
};

/** A reference that stays within the drawing, or a picture that it carries with it. */
const LOCAL = /^(#|data:image\/(png|jpeg|gif|webp);base64,)/i;
/** An escape could spell any of these unseen; `:host` is the frame around the drawing. */
const OUTWARD = /@import|url\((?!\s*['"]?#)|\\|:host|::slotted|::part/i;
/** A size in units; a share of the window is none. */
const SIZE = /^\s*(\d*\.?\d+)(px|pt|pc|mm|cm|in)?\s*$/;
const PIXELS: Readonly<Record<string, number>> = { px: 1, pt: 96 / 72, pc: 16, mm: 96 / 25.4, cm: 96 / 2.54, in: 96 };

/** The attributes that are read as styles. */
const STYLED = new Set(['style', 'fill', 'stroke', 'mask', 'clip-path', 'filter', 'marker-start', 'marker-mid', 'marker-end', 'cursor']);

purify.addHook('uponSanitizeAttribute', (_node, data) => {
  if ((data.attrName === 'href' || data.attrName === 'xlink:href') && !LOCAL.test(data.attrValue.trim())
    || STYLED.has(data.attrName) && OUTWARD.test(data.attrValue)) {
    data.keepAttr = false;
  }
});

purify.addHook('uponSanitizeElement', (node, data) => {
  if (data.tagName === 'style' && OUTWARD.test(node.textContent ?? '')) {
    node.textContent = '';
  }
});

/** The page of each drawing, in pixels, where it says how large that is. */
const pages = new WeakMap<Element, Size>();

/**
 * A drawing made safe to be part of the page. The server has done it too; this side trusts no one. Without a size of its own it has no
 * view box yet.
 */
export function sanitise(source: string): SVGSVGElement | undefined {
  const svg = purify.sanitize(source, CONFIG).querySelector('svg');
  if (!svg) {
    return undefined;
  }
  const width = pixels(svg.getAttribute('width'));
  const height = pixels(svg.getAttribute('height'));
  if (width > 0 && height > 0) {
    pages.set(svg, { width, height });
    if (!svg.hasAttribute('viewBox')) {
      svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
    }
  }
  // The drawing gets a tree of its own. There the scope of its rules is of no use, and it would keep them from clones, which are apart from
  // the root.
  for (const sheet of svg.querySelectorAll('style')) {
    sheet.textContent = sheet.textContent?.replaceAll('[data-drawing] ', '') ?? '';
  }
  svg.removeAttribute('width');
  svg.removeAttribute('height');
  return svg;
}

/** The page of a drawing: its width and height, which need not have the shape of its view box; else that. */
export function pageSize(svg: Element): Size {
  const [, , width, height] = (svg.getAttribute('viewBox') ?? '').trim().split(/[\s,]+/).map(Number);
  return pages.get(svg) ?? (width && height && width > 0 && height > 0 ? { width, height } : { width: 1000, height: 600 });
}

function pixels(length: string | null): number {
  const [, number, unit = 'px'] = SIZE.exec(length ?? '') ?? [];
  return Number(number) * (PIXELS[unit] ?? Number.NaN);
}

/** The page of a drawing that says no size: from the origin as far as its shapes go, and a little more for their lines. */
export function viewBoxOf({ x, y, width, height }: Pick<DOMRect, 'x' | 'y' | 'width' | 'height'>): string {
  if (!(width > 0 && height > 0)) {
    return '0 0 1000 600';
  }
  const margin = Math.max(width, height) / 100;
  const left = Math.min(0, x - margin);
  const top = Math.min(0, y - margin);
  return `${left} ${top} ${x + width + margin - left} ${y + height + margin - top}`;
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
