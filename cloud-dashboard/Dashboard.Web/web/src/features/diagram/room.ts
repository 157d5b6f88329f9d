/** What can be measured of letters on the screen. */
type Letters = Pick<SVGTextContentElement,
  'getComputedTextLength' | 'getScreenCTM' | 'getBoundingClientRect' | 'setAttribute' | 'removeAttribute'>;

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
  readonly #narrowed = new Set<Letters>();

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
      if (this.#narrowed.delete(text)) {
        text.removeAttribute('textLength');
        text.removeAttribute('lengthAdjust');
      }
    }
    const grounds = letters.length > 0 ? this.#grounds.map((rect) => rect.getBoundingClientRect()) : [];
    const narrow: [SVGTextContentElement, number][] = [];
    for (const text of letters) {
      const matrix = text.getScreenCTM();
      if (matrix?.b === 0 && matrix.a > 0) {
        const share = shareOf(text.getBoundingClientRect(), getComputedStyle(text).textAnchor as Anchor, grounds);
        if (share < 1) {
          narrow.push([text, text.getComputedTextLength() * share]);
        }
      }
    }
    for (const [text, length] of narrow) {
      text.setAttribute('textLength', length.toFixed(3));
      text.setAttribute('lengthAdjust', 'spacingAndGlyphs');
      this.#narrowed.add(text);
    }
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
