import type { LiveCalls, LiveMessages, LiveResults } from '../contract/generated/contract';

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

/** What a connection reports. */
export interface LinkHandlers {
  state(state: LinkState): void;
  message<N extends keyof LiveMessages>(name: N, ...what: LiveMessages[N]): void;
  /** The server does not know this session any more. */
  loggedOut(): void;
}

/** The live connection. It connects indefinitely: a failure is a state, never an end. */
export interface LiveLink {
  start(handlers: LinkHandlers): void;
  stop(): void;
  call<N extends keyof LiveCalls>(name: N, ...what: LiveCalls[N]): Promise<LiveResults[N]>;
}
