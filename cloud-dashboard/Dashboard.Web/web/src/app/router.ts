import { signal } from '@preact/signals-core';
import { at, within } from '../shared/api/base';
import type { Route } from '../shared/ui/navigation';
import { read, write } from '../shared/ui/storage';

/** What the router must know of a page: the table of pages has more. */
export interface Place {
  readonly name: string;
  readonly path: string;
  /** What the page reads from its address, beside the site. */
  readonly query: readonly string[];
}

/** The first place is where the bare address leads. */
export type Places = readonly [Place, ...Place[]];

const bare: ReadonlySet<string> = new Set(['/', '/index.html']);

export function parseRoute(url: URL, places: Places): Route {
  const path = within(url.pathname);
  const place = places.find((one) => one.path === path) ?? (bare.has(path) ? places[0] : undefined);
  const site = url.searchParams.get('site') ?? undefined;
  return place === undefined ? { page: '', site, unknown: path } : {
    page: place.name,
    site,
    query: Object.fromEntries(place.query.map((name) => [name, url.searchParams.get(name) ?? undefined])),
  };
}

/** Names are in the query: the server answers a path with a dot as a file. */
export function routeUrl(route: Route, current: URL, places: Places): string {
  const place = places.find((one) => one.name === route.page) ?? places[0];
  const query = new URLSearchParams();
  if (route.site) {
    query.set('site', route.site);
  }
  for (const name of place.query) {
    const value = route.query?.[name];
    if (value) {
      query.set(name, value);
    }
  }
  const mock = import.meta.env.DEV ? current.searchParams.get('mock') : null;
  if (mock !== null) {
    query.set('mock', mock);
  }
  return at(query.size > 0 ? `${place.path}?${query}` : place.path);
}

/** Keeps the address and the page that shows the same. */
export class Router {
  readonly #route;

  constructor(private readonly places: Places) {
    this.#route = signal<Route>({ page: places[0].name });
  }

  get route(): Route {
    return this.#route.value;
  }

  start(): void {
    const follow = (): void => {
      this.#route.value = parseRoute(new URL(location.href), this.places);
    };
    follow();
    addEventListener('popstate', follow);
  }

  go(route: Route): void {
    history.pushState(null, '', routeUrl(route, new URL(location.href), this.places));
    this.#route.value = route;
    if (route.site) {
      write('site', route.site);
    }
  }
}

export const rememberedSite = (): string | undefined => read('site') ?? undefined;
