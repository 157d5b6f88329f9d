import type { Delta, ElementMessage, ServerStatus, SiteEvent, SiteSummary, Snapshot, TagMessage } from '../contract/types';

/** How this browser's own connection is. */
export interface LinkState {
  up: boolean;
  /** Since when, by this browser's clock. */
  since: number;
  /** Tries since it was last up. */
  tries: number;
  /** When the next try is made, while waiting for it. */
  nextTry?: number;
}

/** What the server sends over the live connection. */
export interface ServerMessages {
  elements(site: string, delta: Delta<ElementMessage>, revision: number): void;
  tags(site: string, delta: Delta<TagMessage>, revision: number): void;
  catalog(site: string): void;
  event(site: string, event: SiteEvent): void;
  site(summary: SiteSummary): void;
  siteRemoved(site: string): void;
  status(status: ServerStatus): void;
}

export const serverMessages = Object.keys({
  elements: true, tags: true, catalog: true, event: true, site: true, siteRemoved: true, status: true,
} satisfies Record<keyof ServerMessages, true>) as (keyof ServerMessages)[];

/** What a connection reports. */
export interface LinkHandlers {
  state(state: LinkState): void;
  message<N extends keyof ServerMessages>(name: N, ...what: Parameters<ServerMessages[N]>): void;
  /** The server does not know this session any more. */
  loggedOut(): void;
}

/** The live connection. It connects indefinitely: a failure is a state, never an end. */
export interface LiveLink {
  start(handlers: LinkHandlers): void;
  stop(): void;
  watch(site: string): Promise<Snapshot | null>;
  unwatch(site: string): Promise<void>;
}
