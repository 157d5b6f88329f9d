/** What can be measured of letters on the screen. */
type Letters = Pick<SVGTextContentElement,
  'getComputedTextLength' | 'getScreenCTM' | 'getBoundingClientRect' | 'getAttribute' | 'setAttribute' | 'removeAttribute'>;

type Anchor = 'start' | 'middle' | 'end';
type Edges = Pick<DOMRect, 'left' | 'right' | 'top' | 'bottom'>;

/** Narrower than this nobody reads it; then it stands out. */
const NARROWEST = 0.45;
/** A box of more lines than this is the ground of more than one value. */
const LINES = 3;
/** What stays free at each side, as a share of the box. */
const MARGIN = 0.02;

/**
 * Words that are longer than those of the drawing may stand out of the box that they are drawn in, where their end cannot be read: and a
 * number without its last digits is another number. Such words are set narrower; where they begin does not change.
 */
export class Room {
  readonly #grounds: SVGRectElement[];
  readonly #narrowed = new Map<Letters, string>();

  constructor(svg: Element) {
    this.#grounds = [...svg.querySelectorAll('rect')].filter((rect) => rect.closest('defs, clipPath, mask, pattern') === null);
  }

  /**
   * Looks at letters that have changed, the drawing's own being as wide as it wants them; measures everything first, so that the browser
   * lays out once.
   */
  fit(changed: Iterable<[text: SVGTextContentElement, written: boolean]>): void {
    const letters: SVGTextContentElement[] = [];
    for (const [text, written] of changed) {
      if (written) {
        letters.push(text);
      }
      // Where the drawing's own length stands there again, it stays.
      if (text.getAttribute('textLength') === this.#narrowed.get(text)) {
        text.removeAttribute('textLength');
        text.removeAttribute('lengthAdjust');
      }
      this.#narrowed.delete(text);
    }
    const edges = letters.map((text) => text.getBoundingClientRect());
    const rows = new Rows(letters.length > 0 ? this.#grounds.map((rect) => rect.getBoundingClientRect()) : [], edges);
    const narrow: [SVGTextContentElement, number][] = [];
    for (const [index, text] of letters.entries()) {
      const box = edges[index];
      const matrix = text.getScreenCTM();
      if (box && matrix?.b === 0 && matrix.a > 0) {
        const share = shareOf(box, getComputedStyle(text).textAnchor as Anchor, rows.near(box));
        if (share < 1) {
          narrow.push([text, text.getComputedTextLength() * share]);
        }
      }
    }
    for (const [text, length] of narrow) {
      const set = length.toFixed(3);
      text.setAttribute('textLength', set);
      text.setAttribute('lengthAdjust', 'spacingAndGlyphs');
      this.#narrowed.set(text, set);
    }
  }
}

/** The boxes low enough to be the ground of one value, by where they are: thousands of values in thousands of boxes stay quick. */
class Rows {
  readonly #height: number;
  readonly #rows = new Map<number, Edges[]>();

  constructor(boxes: readonly Edges[], letters: readonly Edges[]) {
    this.#height = letters.reduce((most, text) => Math.max(most, text.bottom - text.top), 1);
    for (const box of boxes) {
      if (box.bottom - box.top <= LINES * this.#height) {
        for (let row = this.#row(box.top); row <= this.#row(box.bottom); row++) {
          const list = this.#rows.get(row) ?? [];
          list.push(box);
          this.#rows.set(row, list);
        }
      }
    }
  }

  /** The boxes that the middle of some letters may stand in. */
  near(text: Edges): readonly Edges[] {
    return this.#rows.get(this.#row((text.top + text.bottom) / 2)) ?? [];
  }

  #row(y: number): number {
    return Math.floor(y / this.#height);
  }
}

/** How much of their width letters may have in the smallest box that they stand in; 1 where they fit, or stand in none. */
export function shareOf(text: Edges, anchor: Anchor, grounds: readonly Edges[]): number {
  const width = text.right - text.left;
  const height = text.bottom - text.top;
  const at = anchor === 'middle' ? text.left + width / 2 : anchor === 'end' ? text.right : text.left;
  const middle = text.top + height / 2;
  const own = grounds
    .filter((box) => box.left <= at && at <= box.right && box.top <= middle && middle <= box.bottom
      && box.bottom - box.top <= LINES * height)
    .sort((one, other) => area(one) - area(other))[0];
  if (own === undefined || width <= 0) {
    return 1;
  }
  const margin = (own.right - own.left) * MARGIN;
  const before = at - own.left - margin;
  const behind = own.right - margin - at;
  const room = anchor === 'middle' ? 2 * Math.min(before, behind) : anchor === 'end' ? before : behind;
  return width <= room ? 1 : Math.max(NARROWEST, room / width);
}

const area = (box: Edges): number => (box.right - box.left) * (box.bottom - box.top);
