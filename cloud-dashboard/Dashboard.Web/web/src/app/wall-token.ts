import { at, within } from '../shared/api/base';

/**
 * The token of a wall display, where the page was opened with one: `/wall#TOKEN`. Behind the # it goes to no server with the address, and
 * it is taken out of the history at once.
 */
export function wallToken(): string | undefined {
  if (within(location.pathname) !== '/wall') {
    return undefined;
  }
  const token = location.hash.slice(1);
  history.replaceState(null, '', at('/'));
  return token || undefined;
}
