import { priorityShape } from '../../shared/alarms/priority-mark';
import type { QualityName } from '../../shared/contract/generated/contract';
import type { StationCall } from './station-calls';

const NS = 'http://www.w3.org/2000/svg';

/** What is marked: a quality, or a zero that a device reported because nothing pulsed. */
export type Mark = QualityName | 'zero';

interface Box {
  rect: DOMRect;
  /** Whether there are letters in it, and whether there is nothing else. */
  letters: boolean;
  text: boolean;
}

/**
 * What is not good is marked over the drawing, never by colour alone: a hatch over what is stale, a cross over what is bad, a diamond
 * beside a zero without pulses.
 * The marks are a layer of their own over the drawing, in the tree of the page: the drawing itself is not restyled, and none of its styles
 * reaches them.
 */
export class Marks {
  readonly #layer: SVGElement;
  readonly #shown = new Map<string, { quality: Mark; nodes: SVGElement[] }>();
  /** The frames of what calls, by tag: a mark of its own beside that of the quality. */
  readonly #calling = new Map<string, SVGElement[]>();
  #stations: SVGElement[] = [];
  #hands: SVGElement[] = [];

  constructor(private readonly svg: SVGSVGElement, sheet: Element, private readonly id = 'dashboard-stale-hatch') {
    const defs = document.createElementNS(NS, 'defs');
    const pattern = make('pattern', {
      id, width: 6, height: 6, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)',
    });
    pattern.append(
      make('rect', { width: 6, height: 6, fill: '#808080', 'fill-opacity': 0.25 }),
      make('line', { x1: 1.5, y1: 0, x2: 1.5, y2: 6, stroke: '#000000', 'stroke-opacity': 0.6, 'stroke-width': 1 }),
      make('line', { x1: 2.75, y1: 0, x2: 2.75, y2: 6, stroke: '#ffffff', 'stroke-opacity': 0.7, 'stroke-width': 1.5 }));
    defs.append(pattern);
    this.#layer = make('svg', {
      class: 'marks', 'aria-hidden': 'true', viewBox: svg.getAttribute('viewBox') ?? '',
      preserveAspectRatio: svg.getAttribute('preserveAspectRatio') ?? 'xMidYMid',
    });
    this.#layer.append(defs);
    sheet.append(this.#layer);
  }

  /** Takes the layer off the sheet. */
  remove(): void {
    this.#layer.remove();
  }

  /** Sets what some elements are; measures everything first, then draws, so that the browser lays out once. */
  set(changes: Iterable<[tag: string, quality: Mark, nodes: Iterable<SVGGraphicsElement>, moved: boolean]>): void {
    const drawn: [string, Mark, Box[]][] = [];
    for (const [tag, quality, nodes, moved] of changes) {
      if ((this.#shown.get(tag)?.quality ?? 'good') !== quality || moved && quality !== 'good') {
        drawn.push([tag, quality, quality === 'good' ? [] : [...nodes].map((node) => this.#box(node)).filter((box) => box !== undefined)]);
      }
    }
    for (const [tag, quality, boxes] of drawn) {
      this.#shown.get(tag)?.nodes.forEach((node) => node.remove());
      if (quality === 'good') {
        this.#shown.delete(tag);
        continue;
      }
      const nodes = boxes.flatMap((box) => quality === 'stale' ? [this.#hatch(box)] : quality === 'zero' ? diamond(box) : cross(box));
      nodes.forEach((node) => this.#layer.append(node));
      this.#shown.set(tag, { quality, nodes });
    }
  }

  /** Sets which elements call: a frame around each, which blinks by the style of the page. `moved` are those to be measured again. */
  call(tags: ReadonlyMap<string, Iterable<SVGGraphicsElement>>, moved: ReadonlySet<string> = new Set()): void {
    const drawn = [...tags].filter(([tag]) => !this.#calling.has(tag) || moved.has(tag))
      .map(([tag, nodes]) => [tag, [...nodes].map((node) => this.#box(node)).filter((box) => box !== undefined)] as const);
    for (const tag of [...this.#calling.keys()].filter((one) => !tags.has(one) || moved.has(one))) {
      this.#calling.get(tag)?.forEach((node) => node.remove());
      this.#calling.delete(tag);
    }
    for (const [tag, boxes] of drawn) {
      const nodes = boxes.map(frame);
      nodes.forEach((node) => this.#layer.append(node));
      this.#calling.set(tag, nodes);
    }
  }

  /** Sets the marks of stations: shape, number of the priority and count, above the right corner of a part. */
  stations(places: readonly (readonly [node: SVGGraphicsElement, call: StationCall])[]): void {
    this.#stations.forEach((node) => node.remove());
    const scale = this.svg.getScreenCTM?.()?.a || 1;
    this.#stations = places.map(([node, call]) => [this.#box(node), call] as const)
      .flatMap(([box, call]) => box ? [stationMark(box.rect, call, Math.max(1, 1 / scale))] : []);
    this.#stations.forEach((node) => this.#layer.append(node));
  }

  /** Sets which parts are set by hand: a plate with a letter at the left upper corner of each. */
  hands(nodes: readonly SVGGraphicsElement[]): void {
    this.#hands.forEach((node) => node.remove());
    const unit = Math.max(1, 1 / (this.svg.getScreenCTM?.()?.a || 1));
    this.#hands = nodes.map((node) => this.#box(node)).flatMap((box) => box ? [handMark(box.rect, unit)] : []);
    this.#hands.forEach((node) => this.#layer.append(node));
  }

  /** Letters must stay legible under their hatch: the last value known is still worth reading. */
  #hatch({ rect, letters }: Box): SVGElement {
    return make('rect', {
      x: rect.x, y: rect.y, width: rect.width, height: rect.height,
      fill: `url(#${this.id})`, opacity: letters ? 0.5 : 1, 'data-mark': 'stale',
    });
  }

  /** Where a node is, in the coordinates of the drawing; what is no text a little larger, so that a line can be hatched too. */
  #box(node: SVGGraphicsElement): Box | undefined {
    const matrix = this.svg.getScreenCTM?.()?.inverse().multiply(node.getScreenCTM() ?? new DOMMatrix());
    if (!matrix) {
      return undefined;
    }
    const { x, y, width, height } = boxOf(node);
    const corners = [[x, y], [x + width, y], [x, y + height], [x + width, y + height]]
      .map(([cx, cy]) => new DOMPoint(cx, cy).matrixTransform(matrix));
    const xs = corners.map((corner) => corner.x);
    const ys = corners.map((corner) => corner.y);
    const pad = node.localName === 'text' || node.localName === 'tspan' ? 0 : 2;
    const rect = new DOMRect(Math.min(...xs) - pad, Math.min(...ys) - pad,
      Math.max(...xs) - Math.min(...xs) + 2 * pad, Math.max(...ys) - Math.min(...ys) + 2 * pad);
    const text = node.localName === 'text' || node.localName === 'tspan';
    return { rect, letters: text || node.querySelector('text') !== null, text };
  }
}

/** The outline of a part; letters of which none is written have none, but a place. */
function boxOf(node: SVGGraphicsElement): Pick<DOMRect, 'x' | 'y' | 'width' | 'height'> {
  const box = node.getBBox();
  if (box.width > 0 || box.height > 0 || !node.matches('text, tspan')) {
    return box;
  }
  const size = Number.parseFloat(getComputedStyle(node).fontSize) || 16;
  const at = (name: string): number => Number.parseFloat(node.closest(`[${name}]`)?.getAttribute(name) ?? '') || 0;
  return { x: at('x'), y: at('y') - size * 0.8, width: size / 2, height: size };
}

/** The longest arm of a cross: a bar as wide as the drawing is not struck out whole. */
const ARM = 9;
/** The shortest: a cross over a thin line must still be one. */
const LEAST = 4.5;

/**
 * The strokes of a cross no higher than its box. A sign has it in its middle; letters have it before them, so that what was read
 * last is legible, and neither the unit behind nor the value above or below is hidden.
 */
export function crossPath({ x, y, width, height }: Pick<DOMRect, 'x' | 'y' | 'width' | 'height'>, letters: boolean): string {
  const arm = letters ? Math.min(ARM, height / 5) : Math.min(ARM, Math.max(LEAST, Math.min(width, height) / 2));
  const cx = letters ? x - 2.25 * arm : x + width / 2;
  const cy = y + height / 2;
  return `M${cx - arm} ${cy - arm}L${cx + arm} ${cy + arm}M${cx - arm} ${cy + arm}L${cx + arm} ${cy - arm}`;
}

/** A diamond where a cross would stand, and no larger. A ring would be read as one more digit. */
function diamond({ rect, text }: Box): SVGElement[] {
  const arm = text ? Math.min(ARM, rect.height / 5) : Math.min(ARM, Math.max(LEAST, Math.min(rect.width, rect.height) / 2));
  const x = text ? rect.x - 2.25 * arm : rect.x + rect.width / 2;
  const y = rect.y + rect.height / 2;
  const d = `M${x - arm} ${y}L${x} ${y - arm}L${x + arm} ${y}L${x} ${y + arm}Z`;
  return [
    make('path', { d, stroke: '#ffffff', 'stroke-width': 4, 'stroke-opacity': 0.85, fill: 'none', 'data-mark': 'edge' }),
    make('path', { d, stroke: '#000000', 'stroke-width': 1.5, fill: 'none', 'data-mark': 'zero' }),
  ];
}

/** Dark on a light edge: it shows on every ground. */
function cross({ rect, text }: Box): SVGElement[] {
  const d = crossPath(rect, text);
  return [
    make('path', {
      d, stroke: '#ffffff', 'stroke-width': 4, 'stroke-opacity': 0.85, 'stroke-linecap': 'round', fill: 'none', 'data-mark': 'edge',
    }),
    make('path', { d, stroke: '#000000', 'stroke-width': 1.75, 'stroke-linecap': 'round', fill: 'none', 'data-mark': 'bad' }),
  ];
}

/** A frame on a light edge, so far out that what it frames is not covered. */
function frame({ rect }: Box): SVGElement {
  const out = 4;
  const place = { x: rect.x - out, y: rect.y - out, width: rect.width + 2 * out, height: rect.height + 2 * out, rx: 3, fill: 'none' };
  const group = make('g', { 'data-mark': 'call' });
  group.append(make('rect', { ...place, 'data-mark': 'call-edge' }), make('rect', { ...place, 'data-mark': 'call-line' }));
  return group;
}

function make(name: string, attributes: Record<string, string | number>): SVGElement {
  const node = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) {
    node.setAttribute(key, String(value));
  }
  return node;
}

/** On a plate of its own, so that it is read on any ground. `unit` is what one pixel of the glass is in the drawing. */
function stationMark({ x, y, width }: DOMRect, { priority, count }: StationCall, unit: number): SVGElement {
  const text = String(count);
  const wide = 37 + 9 * text.length;
  const group = make('g', {
    'data-mark': 'station', 'data-priority': priority, transform: `translate(${x + width - 6 * unit} ${y - 20 * unit}) scale(${unit})`,
  });
  const shape = make('g', { 'data-mark': 'station-shape', transform: 'translate(5 4)' });
  const { path, middle } = priorityShape(priority);
  const number = make('text', { x: 10, y: middle, 'text-anchor': 'middle', 'data-mark': 'station-priority' });
  number.textContent = String(priority);
  shape.append(make('path', { d: path }), number);
  const counted = make('text', { x: 30, y: 19, 'data-mark': 'station-count' });
  counted.textContent = text;
  group.append(make('rect', { width: wide, height: 28, rx: 4, 'data-mark': 'station-plate' }), shape, counted);
  return group;
}

/** An M (manual, the same word in both languages) on a plate over the corner of what is set by hand. */
function handMark({ x, y }: DOMRect, unit: number): SVGElement {
  const group = make('g', { 'data-mark': 'hand', transform: `translate(${x - 11 * unit} ${y - 9 * unit}) scale(${unit})` });
  const letter = make('text', { x: 7, y: 11, 'text-anchor': 'middle', 'data-mark': 'hand-letter' });
  letter.textContent = 'M';
  group.append(make('rect', { width: 14, height: 14, rx: 2, 'data-mark': 'hand-plate' }), letter);
  return group;
}
