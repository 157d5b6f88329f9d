import type { Quality } from '../core/types';

const NS = 'http://www.w3.org/2000/svg';

interface Box {
  rect: DOMRect;
  letters: boolean;
}

/**
 * What is not good is marked over the drawing, never by colour alone: a hatch over what is stale, a cross over what is bad.
 * The marks are a layer of their own: the drawing itself is not restyled.
 */
export class Marks {
  readonly #layer: SVGGElement;
  readonly #shown = new Map<string, { quality: Quality; nodes: SVGElement[] }>();

  constructor(private readonly svg: SVGSVGElement, private readonly id = 'dashboard-stale-hatch') {
    const defs = document.createElementNS(NS, 'defs');
    const pattern = make('pattern', {
      id, width: 6, height: 6, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)',
    });
    pattern.append(
      make('rect', { width: 6, height: 6, fill: '#808080', 'fill-opacity': 0.35 }),
      make('line', { x1: 1, y1: 0, x2: 1, y2: 6, stroke: '#000000', 'stroke-opacity': 0.75, 'stroke-width': 1.5 }),
      make('line', { x1: 3, y1: 0, x2: 3, y2: 6, stroke: '#ffffff', 'stroke-opacity': 0.75, 'stroke-width': 1.5 }));
    defs.append(pattern);
    this.#layer = make('g', { class: 'marks', 'aria-hidden': 'true', 'pointer-events': 'none' }) as SVGGElement;
    svg.append(defs, this.#layer);
  }

  /** Sets what some elements are; measures everything first, then draws, so that the browser lays out once. */
  set(changes: Iterable<[tag: string, quality: Quality, nodes: Iterable<SVGGraphicsElement>, moved: boolean]>): void {
    const drawn: [string, Quality, Box[]][] = [];
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
      const nodes = boxes.flatMap((box) => quality === 'stale' ? [this.#hatch(box)] : cross(box.rect));
      this.#layer.append(...nodes);
      this.#shown.set(tag, { quality, nodes });
    }
  }

  /** Letters must stay legible under their hatch: the last value known is still worth reading. */
  #hatch({ rect, letters }: Box): SVGElement {
    return make('rect', {
      x: rect.x, y: rect.y, width: rect.width, height: rect.height, fill: `url(#${this.id})`, opacity: letters ? 0.5 : 1, 'data-mark': 'stale',
    });
  }

  /** Where a node is, in the coordinates of the drawing, a little larger, so that a line can be hatched too. */
  #box(node: SVGGraphicsElement): Box | undefined {
    const matrix = this.svg.getScreenCTM?.()?.inverse().multiply(node.getScreenCTM() ?? new DOMMatrix());
    if (!matrix) {
      return undefined;
    }
    const { x, y, width, height } = node.getBBox();
    const corners = [[x, y], [x + width, y], [x, y + height], [x + width, y + height]]
      .map(([cx, cy]) => new DOMPoint(cx, cy).matrixTransform(matrix));
    const xs = corners.map((corner) => corner.x);
    const ys = corners.map((corner) => corner.y);
    const pad = 2;
    const rect = new DOMRect(Math.min(...xs) - pad, Math.min(...ys) - pad,
      Math.max(...xs) - Math.min(...xs) + 2 * pad, Math.max(...ys) - Math.min(...ys) + 2 * pad);
    return { rect, letters: node.localName === 'text' || node.querySelector('text') !== null };
  }
}

/** A cross over the middle of a box, no larger than a sign: a bar as wide as the drawing is not struck out whole. */
function cross(box: DOMRect): SVGElement[] {
  const half = Math.min(12, Math.max(5, Math.min(box.width, box.height) / 2));
  const x = box.x + box.width / 2;
  const y = box.y + box.height / 2;
  const d = `M${x - half} ${y - half}L${x + half} ${y + half}M${x - half} ${y + half}L${x + half} ${y - half}`;
  return [
    make('path', { d, stroke: '#000000', 'stroke-width': 4.5, 'stroke-linecap': 'round', fill: 'none' }),
    make('path', { d, stroke: '#ffffff', 'stroke-width': 2.25, 'stroke-linecap': 'round', fill: 'none' }),
  ];
}

function make(name: string, attributes: Record<string, string | number>): SVGElement {
  const node = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) {
    node.setAttribute(key, String(value));
  }
  return node;
}
