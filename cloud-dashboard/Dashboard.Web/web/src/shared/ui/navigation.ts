/** Where the user is. The address says it whole, so that a page can be sent to a colleague. */
export interface Route {
  /** A name of the table of pages. */
  page: string;
  site?: string | undefined;
  /** What the page itself reads from its address, by the names that it has in the table of pages. */
  query?: Readonly<Record<string, string | undefined>>;
  /** The path of an address at which there is no page. */
  unknown?: string;
}

/** A way to a page, as the rail offers it. */
export interface Entry {
  /** Names it in tests. */
  id: string;
  text: string;
  query?: Route['query'];
  /** Whether it is where the user is. */
  current: boolean;
}

/** Asks for another page. Only the frame knows the pages; a part of one says where it wants to go. */
export function openPage(from: EventTarget, route: Route): void {
  from.dispatchEvent(new CustomEvent<Route>('open-page', { detail: route, bubbles: true, composed: true }));
}
