import { describe, expect, it } from 'vitest';
import { parseRoute, routeUrl, type Places } from '../../src/app/router';

const places: Places = [{ name: 'diagram', path: '/diagram', query: ['screen'] }, { name: 'events', path: '/events', query: [] }];
const here = new URL('http://localhost/');

describe('the address of a page', () => {
  it('comes back as it was, without a dot in the path', () => {
    const route = { page: 'diagram', site: 'a.b', query: { screen: 'L.A' } };
    const url = routeUrl(route, here, places);
    expect(new URL(url, here).pathname).toBe('/diagram');
    expect(parseRoute(new URL(url, here), places)).toEqual(route);
  });

  it('has only what the page reads from it', () => {
    expect(routeUrl({ page: 'events', site: 's', query: { screen: 'LA' } }, here, places)).toBe('/events?site=s');
    expect(routeUrl({ page: 'diagram' }, here, places)).toBe('/diagram');
  });

  it('leads to the first page where it is bare, and is told where nobody knows it', () => {
    expect(parseRoute(new URL('/?site=s', here), places)).toEqual({ page: 'diagram', site: 's', query: { screen: undefined } });
    expect(parseRoute(new URL('/nothing?site=s', here), places)).toEqual({ page: '', site: 's', unknown: '/nothing' });
  });
});
