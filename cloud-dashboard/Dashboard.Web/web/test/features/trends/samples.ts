import type { TrendSeries, TrendView } from '../../../src/shared/contract/generated/contract';

/** A tag of which each column has a value, that is good; null is a gap. */
export const series = (tag: string, values: readonly (number | null)[], more: Partial<TrendSeries> = {}): TrendSeries => ({
  tag, kind: 'analog', description: `The ${tag}`, unit: 'kV',
  minimum: [...values], maximum: [...values], mean: [...values], first: [...values], last: [...values],
  good: values.map((value) => value === null ? 0 : 1), stale: values.map(() => 0), bad: values.map(() => 0),
  count: values.map((value) => value === null ? 0 : 1), ...more,
} as TrendSeries);

/** Columns of a second, from a noon on. */
export const noon = Date.UTC(2026, 2, 1, 12);
export const viewWith = (...all: TrendSeries[]): TrendView => {
  const count = Math.max(1, ...all.map(({ last }) => last.length));
  return {
    site: 's', edges: Array.from({ length: count + 1 }, (_, column) => (noon + column * 1000) * 1000), known: (noon + count * 1000) * 1000,
    unknown: [], series: all,
  };
};
