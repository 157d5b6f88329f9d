/** Attributes that set letters one by one: of a list, other words keep the first. */
const LISTS = ['x', 'y', 'dx', 'dy'];
/** Attributes that fit the drawing's own letters only. */
const FITTED = ['rotate', 'textLength', 'lengthAdjust'];

/** Where a drawing has set each letter of a text. Other words begin in the same place and run on freely. */
export class Places {
  readonly #own: [node: Element, name: string, value: string][] = [];

  /** Notes what the pieces say, and what stands around them up to their text. */
  constructor(pieces: readonly (Element | null)[], text: Element) {
    const nodes = new Set<Element>();
    for (const piece of pieces) {
      for (let at = piece; at; at = at === text || at.localName === 'text' ? null : at.parentElement) {
        nodes.add(at);
      }
    }
    for (const node of nodes) {
      for (const name of [...LISTS, ...FITTED]) {
        const value = node.getAttribute(name);
        if (value !== null && (FITTED.includes(name) || value.trim().split(/[\s,]+/).length > 1)) {
          this.#own.push([node, name, value]);
        }
      }
    }
  }

  /** As the drawing has it, or for other words. */
  set(drawn: boolean): void {
    for (const [node, name, value] of this.#own) {
      if (drawn) {
        node.setAttribute(name, value);
      } else if (FITTED.includes(name)) {
        node.removeAttribute(name);
      } else {
        node.setAttribute(name, value.trim().split(/[\s,]+/)[0] ?? '');
      }
    }
  }
}
