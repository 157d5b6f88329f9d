/** What is only drawn where something refers to it. */
const APART = 'defs, symbol, clipPath, mask, pattern, marker';
/** Clones of clones are followed so far, and so many are marked. */
const DEEPEST = 4;
const MOST = 200;

/** Where a part of a drawing can be seen: it itself, or the clones of what it is in; nothing when it is hidden. */
export function seen(node: SVGGraphicsElement): SVGGraphicsElement[] {
  return shown(node, DEEPEST).slice(0, MOST);
}

/** Whether a part takes room on the screen. Letters of which none is written take none, but are there. */
function isVisible(node: SVGGraphicsElement): boolean {
  if (getComputedStyle(node).visibility === 'hidden') {
    return false;
  }
  if (node.getClientRects().length > 0) {
    return true;
  }
  let at: Element | null = node.matches('text, tspan') && node.textContent === '' ? node : null;
  const written = at !== null;
  while (at && getComputedStyle(at).display !== 'none') {
    at = at.parentElement;
  }
  return written && at === null;
}

function shown(node: SVGGraphicsElement, depth: number): SVGGraphicsElement[] {
  if (node.closest(APART) === null) {
    return isVisible(node) ? [node] : [];
  }
  const found: SVGGraphicsElement[] = [];
  for (let at: Element | null = node; at && depth > 0 && found.length < MOST; at = at.parentElement) {
    for (const use of at.id ? clones(node, at.id) : []) {
      found.push(...shown(use, depth - 1));
    }
  }
  return found;
}

/** The clones of each part of a drawing, gathered once. */
const known = new WeakMap<Node, Map<string, SVGGraphicsElement[]>>();

function clones(node: SVGGraphicsElement, id: string): SVGGraphicsElement[] {
  const root = node.getRootNode() as Node & ParentNode;
  let all = known.get(root);
  if (!all) {
    all = new Map();
    for (const use of root.querySelectorAll<SVGUseElement>('use')) {
      const name = reference(use)?.trim() ?? '';
      const list = all.get(name) ?? [];
      list.push(use);
      all.set(name, list);
    }
    known.set(root, all);
  }
  return all.get(`#${id}`)?.slice(0, MOST) ?? [];
}

/** What a clone is a clone of. */
export const reference = (use: Element): string | null =>
  use.getAttribute('href') ?? use.getAttribute('xlink:href') ?? use.getAttributeNS('http://www.w3.org/1999/xlink', 'href');
