import type { ElementMessage } from '../../shared/contract/generated/contract';
import { elementText } from '../../shared/format/format';
import { ownCopy } from './own-copy';
import { ownTag } from './own-tag';
import { Places } from './places';

const SHAPES = new Set(['path', 'rect', 'circle', 'ellipse', 'line', 'polyline', 'polygon', 'use']);
/** What a text is made of, beside bare letters. */
const PIECE = 'tspan, textPath';
const COLOUR = /^#[0-9a-f]{6}$/i;

type Paint = 'fill' | 'stroke';
type Styled = SVGElement & ElementCSSInlineStyle;

/** A node that a tag paints, with what the drawing itself says of it. */
interface Painted {
  node: Styled;
  original: Record<Paint, { value: string; priority: string }>;
  takes: Record<Paint, boolean>;
}

/** The letters that a tag writes: the first piece gets the words, the others are emptied or get the lines that do not fit into it. */
interface Written {
  first: Text;
  others: Text[];
  original: Map<Text, string>;
  /** Where the drawing has set each letter: of no use to other words. */
  places: Places;
  /** The first piece and the lines below it, where the drawing has given the text several, and the letters of the longest. */
  lines: Text[];
  room: number;
}

interface Target {
  painted: Painted[];
  written: Written[];
  fill: string | undefined;
  stroke: string | undefined;
  words: string | undefined;
}

type Handed = Pick<Target, 'painted' | 'written'>;

/** Clones of clones are followed so far. */
const DEEPEST = 4;

/**
 * Brings a drawing to life by the `tag` of its parts:
 * every part with the tag is animated; a `g` hands fill and stroke to the shapes inside it, but not into a part with a tag of its own
 * nor one marked `nopaint`; a shape without a fill of its own gets none from a group; the words of a text go into its first `tspan`,
 * and where the drawing has several lines and the words are longer than any of them, they are broken over these lines.
 * A piece of a text is a part like any other: with a tag of its own it is that tag's alone, colours and words. `nopaint` keeps the
 * colours of what has it, and a piece that has it also keeps its words beside those that the tag writes (the unit behind a value).
 * A group's fill colours the letters inside it only when it holds no shape: else text and ground would become one.
 * A clone with a tag gets a copy of its original of its own, where that has colours or words that would stay.
 * What a message leaves out is as the drawing has it. Only what changed is touched.
 */
export class Animator {
  readonly #targets = new Map<string, Target[]>();
  readonly #hasSheet: boolean;

  constructor(svg: Element, private readonly shown = (colour: string): string => colour) {
    this.#hasSheet = svg.querySelector('style') !== null;
    for (const node of svg.querySelectorAll('[tag]')) {
      const tag = ownTag(node);
      if (tag) {
        const list = this.#targets.get(tag) ?? [];
        list.push(this.#target(node as Styled));
        this.#targets.set(tag, list);
      }
    }
  }

  get tags(): IterableIterator<string> {
    return this.#targets.keys();
  }

  /** Shows a message, or with none what the drawing itself says. Returns whether anything changed. */
  apply(tag: string, message: ElementMessage | undefined): boolean {
    const fill = colour(message?.fill, this.shown);
    const stroke = colour(message?.stroke, this.shown);
    const words = message && elementText(message);
    let changed = false;
    for (const target of this.#targets.get(tag) ?? []) {
      if (target.fill !== fill) {
        target.fill = fill;
        target.painted.forEach((painted) => paint(painted, 'fill', fill));
        changed = true;
      }
      if (target.stroke !== stroke) {
        target.stroke = stroke;
        target.painted.forEach((painted) => paint(painted, 'stroke', stroke));
        changed = true;
      }
      if (target.words !== words) {
        target.words = words;
        target.written.forEach((written) => write(written, words));
        changed = true;
      }
    }
    return changed;
  }

  /** The pieces of text that a tag writes into, and whether its words stand there now or those of the drawing. */
  *letters(tag: string): Iterable<[text: SVGTextContentElement, written: boolean]> {
    for (const target of this.#targets.get(tag) ?? []) {
      for (const piece of target.written) {
        yield [piece.first.parentElement as unknown as SVGTextContentElement, target.words !== undefined];
      }
    }
  }

  #target(node: Styled): Target {
    const target: Target = { painted: [], written: [], fill: undefined, stroke: undefined, words: undefined };
    const name = node.localName;
    const painting = !node.hasAttribute('nopaint');
    if (name === 'text' || name === 'tspan') {
      target.painted = painting ? this.#letters(node) : [];
      target.written = written(node);
    } else if (SHAPES.has(name)) {
      target.painted = painting ? [this.#painted(node, true, true)] : [];
      const inner = this.#clone(node, painting, 0);
      target.painted = [...target.painted, ...inner.painted];
      target.written = inner.written;
    } else {
      Object.assign(target, this.#handed(node, painting, 0, (shape) => this.#resolved(shape, 'fill') !== 'none'));
    }
    return target;
  }

  /** What lies within a clone, when that is one. */
  #clone(node: Styled, painting: boolean, depth: number): Handed {
    const copy = node.localName === 'use' && depth < DEEPEST ? ownCopy(node) : undefined;
    const inherited = copy && this.#resolved(node, 'fill');
    return copy
      ? this.#handed(copy, painting, depth + 1, (shape) => this.#resolved(shape, 'fill', copy, inherited) !== 'none')
      : { painted: [], written: [] };
  }

  /** What a group hands its colours to, and the text that takes its words. */
  #handed(node: Element, painting: boolean, depth: number, isFilled: (shape: Styled) => boolean): Handed {
    const shapes: Styled[] = [];
    const texts: Styled[] = [];
    if (painting) {
      collect(node, shapes, texts, true);
    }
    const painted = shapes.length > 0
      ? shapes.flatMap((shape) => [this.#painted(shape, isFilled(shape), true), ...this.#clone(shape, true, depth).painted])
      : texts.flatMap((text) => this.#letters(text));
    const all: Styled[] = [];
    collect(node, [], all, false);
    const text = texts[0] ?? all[0];
    return { painted, written: text ? written(text) : [] };
  }

  /**
   * A text and its pieces: the pieces may have colours of their own. Letters drawn without an outline get none.
   * A piece that is not painted would still take the colours of the text around it: it is given its own, as they show now.
   */
  #letters(text: Styled): Painted[] {
    const painted = [this.#painted(text, true, this.#resolved(text, 'stroke') !== 'none')];
    for (const piece of [...text.children].filter((child) => child.matches(PIECE)) as Styled[]) {
      if (ownTag(piece) || piece.hasAttribute('nopaint')) {
        for (const property of ['fill', 'stroke'] as const) {
          piece.style.setProperty(property, this.#resolved(piece, property));
        }
      } else {
        painted.push(...this.#letters(piece));
      }
    }
    return painted;
  }

  #painted(node: Styled, fill: boolean, stroke: boolean): Painted {
    return {
      node,
      original: { fill: said(node, 'fill'), stroke: said(node, 'stroke') },
      takes: { fill, stroke },
    };
  }

  /** What the drawing says of a node: its own, or the nearest ancestor's. With a style sheet inside the drawing, the browser says. */
  #resolved(node: Element, property: Paint, top?: Element, inherited?: string): string {
    if (this.#hasSheet && node.isConnected) {
      return getComputedStyle(node).getPropertyValue(property);
    }
    for (let at: Element | null = node; at; at = at === top ? null : at.parentElement) {
      const value = (at as Styled).style?.getPropertyValue(property) || at.getAttribute(property);
      if (value && value !== 'inherit') {
        return value;
      }
    }
    return inherited ?? (property === 'fill' ? '#000000' : 'none');
  }
}

const said = (node: Styled, property: Paint): { value: string; priority: string } =>
  ({ value: node.style.getPropertyValue(property), priority: node.style.getPropertyPriority(property) });

function collect(node: Element, shapes: Styled[], texts: Styled[], painting: boolean): void {
  for (const child of node.children) {
    if (ownTag(child) || painting && child.hasAttribute('nopaint')) {
      continue;
    }
    if (SHAPES.has(child.localName)) {
      shapes.push(child as Styled);
    } else if (child.localName === 'text') {
      texts.push(child as Styled);
    } else {
      collect(child, shapes, texts, painting);
    }
  }
}

/**
 * Where the words of a tag go: into the first piece of the text that is the tag's own; into one marked `nopaint` only where there is no
 * other.
 */
function written(text: Element): Written[] {
  const takesWords = (node: Element): boolean => hasWords(node) || node.querySelector(PIECE) === null;
  const free = runs(text, true);
  const nodes = free.some(takesWords) ? free : runs(text, false);
  const takers = nodes.filter(takesWords);
  const holder = takers.find((node) => node.localName !== 'text') ?? takers[0];
  if (!holder) {
    return [];
  }
  const pieces = nodes.flatMap((node) => [...node.childNodes].filter(isText));
  let first = pieces.find((piece) => piece.parentNode === holder);
  if (!first) {
    first = document.createTextNode('');
    holder.append(first);
  }
  const others = pieces.filter((piece) => piece !== first && piece.data.trim() !== '');
  const lines = [first, ...others.filter((piece) => piece.parentElement !== holder && piece.parentElement?.hasAttribute('y'))];
  const room = lines.reduce((most, piece) => Math.max(most, piece.data.trim().length), 0);
  const original = new Map([first, ...others].map((piece) => [piece, piece.data]));
  return [{ first, others, original, places: new Places(lines.map((piece) => piece.parentElement), text), lines, room }];
}

/** A text and the pieces inside it in their order, without those that have a tag of their own and, if asked for, those marked `nopaint`. */
function runs(node: Element, free: boolean): Element[] {
  const inner = [...node.children].filter((child) => child.matches(PIECE) && !ownTag(child) && !(free && child.hasAttribute('nopaint')));
  return [node, ...inner.flatMap((child) => runs(child, free))];
}

const isText = (node: Node): node is Text => node.nodeType === Node.TEXT_NODE;

/** Whether letters stand in a node itself, not in a piece inside it; blanks between pieces are no letters. */
const hasWords = (node: Element): boolean => [...node.childNodes].some((child) => isText(child) && child.data.trim() !== '');

/** Words over so many lines at most, none longer than need be; one line while there is room. */
function broken(words: string, count: number, room: number): string[] {
  for (let limit = room; count > 1 && limit < words.length; limit++) {
    const lines: string[] = [];
    for (const word of words.split(/\s+/)) {
      const last = lines.at(-1);
      if (last !== undefined && last.length + 1 + word.length <= limit) {
        lines[lines.length - 1] = `${last} ${word}`;
      } else {
        lines.push(word);
      }
    }
    if (lines.length <= count) {
      return lines;
    }
  }
  return [words];
}

function paint(painted: Painted, property: Paint, value: string | undefined): void {
  if (!painted.takes[property]) {
    return;
  }
  const style = painted.node.style;
  const original = painted.original[property];
  if (value) {
    // What comes from the field shows, whatever a style sheet of the drawing says.
    style.setProperty(property, value, 'important');
  } else if (original.value) {
    style.setProperty(property, original.value, original.priority);
  } else {
    style.removeProperty(property);
  }
}

function write(target: Written, words: string | undefined): void {
  target.places.set(words === undefined);
  const shares = words === undefined ? [] : broken(words, target.lines.length, target.room);
  for (const piece of [target.first, ...target.others]) {
    const next = words === undefined ? target.original.get(piece) ?? '' : shares[target.lines.indexOf(piece)] ?? '';
    if (piece.data !== next) {
      piece.data = next;
    }
  }
}

/** A colour as the contract has it, as it is to be shown, else none: nothing else ever reaches a style. */
const colour = (value: string | undefined, shown: (colour: string) => string): string | undefined =>
  value !== undefined && COLOUR.test(value) ? shown(value) : undefined;
