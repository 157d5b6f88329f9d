import type { LinkHandlers, LiveLink } from '../src/shared/live/live-link';
import type { AlarmUpdate, ElementMessage, LiveCalls, LiveResults, ServerStatus, SiteEvent, SiteSummary } from '../src/shared/contract/generated/contract';

/**
 * Development only: the live connection of `?mock`, fed by dev/mock.mjs over server-sent events.
 * `?mock=down` lets it break five seconds after it came up.
 */
export class MockLink implements LiveLink {
  #source: EventSource | undefined;
  #handlers: LinkHandlers | undefined;

  start(handlers: LinkHandlers): void {
    this.#handlers = handlers;
    this.#open();
  }

  #open(): void {
    const source = new EventSource(`/mock/live${location.search}`);
    this.#source = source;
    const on = (name: string, take: (data: never) => void): void =>
      source.addEventListener(name, (event) => take(JSON.parse((event as MessageEvent<string>).data) as never));
    source.onopen = () => this.#handlers?.state({ up: true, since: Date.now(), tries: 0 });
    source.onerror = () => this.#handlers?.state({ up: false, since: Date.now(), tries: 1, nextTry: Date.now() + 3000 });
    on('elements', (m: { site: string; delta: Record<string, ElementMessage>; revision: number }) =>
      this.#handlers?.message('elements', m.site, m.delta, m.revision));
    on('site', (m: SiteSummary) => this.#handlers?.message('site', m));
    on('event', (m: SiteEvent) => this.#handlers?.message('event', m.site, m));
    on('alarms', (m: AlarmUpdate) => this.#handlers?.message('alarms', m));
    on('status', (m: ServerStatus) => this.#handlers?.message('status', m));
    on('drop', () => {
      source.close();
      this.#handlers?.state({ up: false, since: Date.now(), tries: 3, nextTry: Date.now() + 8000 });
    });
  }

  stop(): void {
    this.#source?.close();
    this.#handlers = undefined;
  }

  async call<N extends keyof LiveCalls>(name: N, ...[site]: LiveCalls[N]): Promise<LiveResults[N]> {
    if (name !== 'Watch') {
      return null as LiveResults[N];
    }
    const response = await fetch(`/mock/snapshot?site=${encodeURIComponent(site)}`);
    return await response.json() as LiveResults[N];
  }
}
