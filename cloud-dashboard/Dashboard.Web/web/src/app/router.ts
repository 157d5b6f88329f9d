import { read, write } from '../shared/i18n/locale';

/** Where the user is. The address says it whole, so that a page can be sent to a colleague. */
export interface Route {
  page: 'diagram' | 'events';
  site?: string | undefined;
  screen?: string | undefined;
}

export function parseRoute(url: URL): Route {
  return {
    page: url.pathname === '/events' ? 'events' : 'diagram',
    site: url.searchParams.get('site') ?? undefined,
    screen: url.searchParams.get('screen') ?? undefined,
  };
}

/** Names are in the query: the server answers a path with a dot as a file. */
export function routeUrl(route: Route, current: URL): string {
  const query = new URLSearchParams();
  if (route.site) {
    query.set('site', route.site);
  }
  if (route.screen) {
    query.set('screen', route.screen);
  }
  const mock = import.meta.env.DEV ? current.searchParams.get('mock') : null;
  if (mock !== null) {
    query.set('mock', mock);
  }
  const path = route.page === 'events' ? '/events' : '/diagram';
  return query.size > 0 ? `${path}?${query}` : path;
}

class Router extends EventTarget {
  #route: Route = { page: 'diagram' };

  get route(): Route {
    return this.#route;
  }

  start(): void {
    this.#route = parseRoute(new URL(location.href));
    addEventListener('popstate', () => {
      this.#route = parseRoute(new URL(location.href));
      this.dispatchEvent(new Event('change'));
    });
  }

  go(route: Route, replace = false): void {
    const url = routeUrl(route, new URL(location.href));
    if (replace) {
      history.replaceState(null, '', url);
    } else {
      history.pushState(null, '', url);
    }
    this.#route = route;
    if (route.site) {
      write('site', route.site);
    }
    this.dispatchEvent(new Event('change'));
  }
}

export const rememberedSite = (): string | undefined => read('site') ?? undefined;
export const router = new Router();
