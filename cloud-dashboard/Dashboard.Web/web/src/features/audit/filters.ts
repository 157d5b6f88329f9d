import type { Route } from '../../shared/ui/navigation';

/** Which lines are shown. The address says it whole. */
export interface Filters {
  readonly who: string;
  /** A word of the record. */
  readonly what: string;
  readonly target: string;
  /** The first moment, and the one after the last, as in RFC 3339. */
  readonly from: string;
  readonly to: string;
}

/** What the page reads from its address: by the same names the server is asked. */
export const filterNames = ['who', 'what', 'target', 'from', 'to'] as const;
export type FilterName = (typeof filterNames)[number];

const MOST_TEXT = 100;

/** What the server would not take stays as it is: more than was asked for is not shown. */
export const filtersOf = (query: Route['query']): Filters => Object.fromEntries(
  filterNames.map((name) => [name, (query?.[name] ?? '').trim().slice(0, MOST_TEXT)])) as unknown as Filters;

/** For the address: what is empty is left out. */
export const queryOf = (filters: Filters): Record<string, string | undefined> =>
  Object.fromEntries(filterNames.map((name) => [name, filters[name] || undefined]));

export const nothingChosen: Filters = { who: '', what: '', target: '', from: '', to: '' };
