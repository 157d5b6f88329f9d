import { Store } from './store';

/** The one store of the page. The live connection is fetched apart, after the log-in, so that the first page is small. */
export const store = new Store(async () => {
  if (import.meta.env.DEV && new URLSearchParams(location.search).has('mock')) {
    return new (await import('../../../dev/mock-link')).MockLink();
  }
  return new (await import('../live/signalr-link')).SignalRLink();
});
