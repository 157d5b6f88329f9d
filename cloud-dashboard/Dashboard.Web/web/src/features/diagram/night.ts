import { isLight } from './sanitise';

/** The page of a drawing in the dark theme, and how well every colour is to be seen on it: as letters are. */
export const NIGHT = '#141414';
const LEGIBLE = 4.5;
/** Less colour than this, of 255, is a grey; what is lighter than this is a ground. */
const GREY = 48;
const GROUND = 0.75;
/** A shape as large as this share of the page is its ground. */
const WHOLE = 0.9;

const PROPERTIES = ['fill', 'stroke', 'stop-color', 'color'];

/**
 * A colour in the dark theme. Greys and pale grounds change places with the page: black letters become light ones. What has a colour keeps
 * it, for the colours of the voltages are a language; it is made lighter only where it could not be seen.
 */
export function nightColour(colour: string): string {
  const [h, s, l] = hsl(colour);
  const [least, most] = [Math.min(...channels(colour)), Math.max(...channels(colour))];
  if (most - least < GREY || l > GROUND) {
    return rgb(h, most - least < GREY ? s : s / 2, 0.92 - 0.84 * l);
  }
  let lighter = l;
  while (lighter < 0.95 && contrast(rgb(h, s, lighter), NIGHT) < LEGIBLE) {
    lighter += 0.01;
  }
  return lighter === l ? colour : rgb(h, s, lighter);
}

/** A colour as it is by day and by night, for a browser that knows how to choose. */
export function dayAndNight(colour: string): string {
  const night = nightColour(colour);
  return night === colour ? colour : `light-dark(${colour}, ${night})`;
}

/** Whether this browser can show a drawing on a dark page. */
export const knowsNight = (): boolean => typeof CSS !== 'undefined' && CSS.supports('color', 'light-dark(#000000, #ffffff)');

/** Whether a drawing can lie on a dark page: its own is light, and it draws no ground that is dark or has a colour. */
export function takesNight(svg: Element, page: string): boolean {
  const [, , width, height] = (svg.getAttribute('viewBox') ?? '').trim().split(/[\s,]+/).map(Number);
  const grounds = [...svg.querySelectorAll('rect')].filter((rect) => rect.closest('defs, clipPath, mask, pattern, symbol') === null
    && share(rect, 'width', width) >= WHOLE && share(rect, 'height', height) >= WHOLE);
  return isLight(page) && grounds.every((rect) => {
    const fill = hex(rect.style.getPropertyValue('fill') || rect.getAttribute('fill') || '');
    return fill === undefined || isLight(fill) && nightColour(fill) !== fill;
  });
}

function share(rect: Element, name: string, whole = 0): number {
  const value = rect.getAttribute(name) ?? '';
  return value.trim().endsWith('%') ? Number.parseFloat(value) / 100 : whole > 0 ? Number.parseFloat(value) / whole : 0;
}

/** Gives every colour that a drawing says, in attributes, styles and style sheets, its colour by night. */
export function toNight(svg: SVGSVGElement): void {
  for (const node of [svg, ...svg.querySelectorAll<SVGElement>('*')]) {
    for (const name of PROPERTIES) {
      const said = hex(node.getAttribute(name) ?? '');
      if (said !== undefined) {
        node.setAttribute(name, dayAndNight(said));
      }
    }
    styleToNight(node.style);
    const sheet = (node as Partial<HTMLStyleElement>).sheet;
    [...sheet?.cssRules ?? []].forEach((rule) => rule instanceof CSSStyleRule && styleToNight(rule.style));
  }
  if (!svg.style.getPropertyValue('fill') && !svg.hasAttribute('fill')) {
    svg.setAttribute('fill', dayAndNight('#000000')); // What says no colour is black.
  }
}

/** What the outline of letters is made of, which a piece of a text takes from what is around it. */
const OUTLINE = ['stroke-width', 'stroke-linejoin', 'paint-order'];
const PIECE = 'tspan, textPath';

/**
 * Gives letters without an outline a dark one by night, which is seen on a bright shape only: light letters are legible on yellow too. A
 * piece of a text that has an outline keeps it, as wide as it was. Letters with a shadow stand out already; it would follow the outline.
 * The animator must have looked at the letters before: it gives an outline to those that have one.
 */
export function toHalo(svg: SVGSVGElement): void {
  const letters = [...svg.querySelectorAll<SVGElement>(`text, ${PIECE}`)].map((node) => {
    const style = getComputedStyle(node);
    return {
      node,
      outlined: !isNone(style.getPropertyValue('stroke')),
      shaded: !isNone(style.getPropertyValue('text-shadow')),
      outline: OUTLINE.map((name) => [name, style.getPropertyValue(name)] as const),
    };
  });
  for (const { node, outlined, shaded, outline } of letters) {
    node.toggleAttribute('data-halo', !outlined && !shaded);
    if (outlined && node.matches(PIECE)) {
      outline.forEach(([name, value]) => node.style.setProperty(name, value));
    }
  }
}

const isNone = (value: string): boolean => value === 'none' || value === '';

function styleToNight(style: CSSStyleDeclaration): void {
  for (const name of PROPERTIES) {
    const said = hex(style.getPropertyValue(name));
    if (said !== undefined) {
      style.setProperty(name, dayAndNight(said), style.getPropertyPriority(name));
    }
  }
}

const NAMES: Readonly<Record<string, string>> = { black: '#000000', white: '#ffffff', gray: '#808080', grey: '#808080', silver: '#c0c0c0' };

/** A colour in six digits; undefined for what is none, and for rare ways to say one. */
export function hex(value: string): string | undefined {
  const text = value.trim().toLowerCase();
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/.exec(text);
  const parts = /^rgb\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)\s*\)$/.exec(text);
  return /^#[0-9a-f]{6}$/.test(text) ? text
    : short ? `#${short.slice(1).map((digit) => digit + digit).join('')}`
      : parts ? `#${parts.slice(1).map((part) => byte(Number(part) / 255)).join('')}` : NAMES[text];
}

const byte = (share: number): string => Math.round(Math.min(1, Math.max(0, share)) * 255).toString(16).padStart(2, '0');

function channels(colour: string): [number, number, number] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16)) as [number, number, number];
}

export function contrast(one: string, other: string): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

function luminance(colour: string): number {
  const [r, g, b] = channels(colour).map((part) => part / 255)
    .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function hsl(colour: string): [h: number, s: number, l: number] {
  const [r, g, b] = channels(colour).map((part) => part / 255) as [number, number, number];
  const [least, most] = [Math.min(r, g, b), Math.max(r, g, b)];
  const l = (least + most) / 2;
  const range = most - least;
  if (range === 0) {
    return [0, 0, l];
  }
  const h = most === r ? (g - b) / range + 6 : most === g ? (b - r) / range + 2 : (r - g) / range + 4;
  return [(h % 6) * 60, range / (1 - Math.abs(2 * l - 1)), l];
}

function rgb(h: number, s: number, l: number): string {
  const part = (n: number): string => {
    const k = (n + h / 30) % 12;
    return byte(l - s * Math.min(l, 1 - l) * Math.max(-1, Math.min(k - 3, 9 - k, 1)));
  };
  return `#${part(0)}${part(8)}${part(4)}`;
}
