import { ownTag } from './own-tag';
import { reference } from './seen';

const NS = 'http://www.w3.org/2000/svg';
/** What is only drawn where something refers to it. */
const APART = 'defs, symbol, clipPath, mask, pattern, marker';

/** Numbers the copies of all drawings, so that each has a name of its own. */
let copies = 0;

/**
 * A copy of a clone's original that is this clone's alone, with its parts inside; none where the original takes the clone's colours anyway,
 * or has tags of its own.
 */
export function ownCopy(use: Element): Element | undefined {
  const name = reference(use)?.trim() ?? '';
  const original = name.startsWith('#')
    ? (use.getRootNode() as Node & ParentNode).querySelector(`[id=${JSON.stringify(name.slice(1))}]`)
    : null;
  if (!original || original.contains(use) || [original, ...original.querySelectorAll('[tag]')].some(ownTag) || !keepsItsOwn(original)) {
    return undefined;
  }
  const copy = original.cloneNode(true) as Element;
  let whole = copy;
  if (!copy.matches('symbol, svg, g')) {
    whole = document.createElementNS(NS, 'g');
    copy.removeAttribute('id');
    whole.append(copy);
  }
  whole.id = `dashboard-copy-${++copies}`;
  if (original.closest(APART)) {
    original.after(whole);
  } else {
    const defs = document.createElementNS(NS, 'defs');
    defs.append(whole);
    original.after(defs);
  }
  use.setAttribute('href', `#${whole.id}`);
  return whole;
}

/** Whether anything in a part would stay as it is whatever its clone is given. */
const keepsItsOwn = (part: Element): boolean => [part, ...part.querySelectorAll<SVGElement>('*')].some((node) =>
  node.localName === 'text' || node.localName === 'use' || node.hasAttribute('class')
  || ['fill', 'stroke'].some((property) => node.hasAttribute(property) || (node as SVGElement).style?.getPropertyValue(property)));
