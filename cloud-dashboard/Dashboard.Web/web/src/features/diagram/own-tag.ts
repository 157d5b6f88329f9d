/** The tag of a node: an empty one is none. */
export const ownTag = (node: Element): string | undefined => node.getAttribute('tag')?.trim() || undefined;
