import type { TrendSeries, TrendView } from '../../shared/contract/generated/contract';

/** The most axes; a fourth unit has none. */
export const MOST_AXES = 3;

/** How something is in a column. */
export type Doubt = 'stale' | 'bad';

/** Columns in a row that belong together: from the one, and before the other. */
export interface Run {
  readonly from: number;
  readonly to: number;
}

/** A curve with its band. */
export interface Curve {
  readonly series: TrendSeries;
  /** Its place among the tags: its number and its colour. */
  readonly place: number;
  /** Its axis; undefined: there are three units before its own. */
  readonly axis: number | undefined;
  /** What the line shows: the mean, or the value itself where a column has one. */
  readonly line: readonly (number | null)[];
  /** Columns with values, without the gaps between them. */
  readonly runs: readonly Run[];
}

/** A state of a digital point that held: 0, 1, or both where it changed within one column. */
export interface Stretch extends Run {
  readonly state: 0 | 1 | 'both';
}

export interface Lane {
  readonly series: TrendSeries;
  readonly place: number;
  readonly stretches: readonly Stretch[];
}

/** When a tag was not good. */
export interface Doubts {
  readonly place: number;
  readonly runs: readonly (Run & { readonly doubt: Doubt })[];
}

/** What is drawn of an answer. */
export interface Drawing {
  /** Where columns begin, and the last one ends: milliseconds since 1970. */
  readonly edges: readonly number[];
  /** The units of the axes, in the order of the tags. */
  readonly axes: readonly string[];
  readonly curves: readonly Curve[];
  readonly lanes: readonly Lane[];
  readonly doubts: readonly Doubts[];
  /** Until when anything is known: milliseconds since 1970; undefined where nothing ever was. */
  readonly known: number | undefined;
}

export const isDigital = ({ kind }: TrendSeries): boolean => kind === 'digital';

/** The units, each once, in the order in which they come; no more than there are axes. */
export const axesOf = (series: readonly TrendSeries[]): string[] =>
  [...new Set(series.filter((one) => !isDigital(one)).map(({ unit }) => unit ?? ''))].slice(0, MOST_AXES);

/** Runs of columns for which something holds, by what it is; where it is undefined there is none. */
export function runsOf<T>(count: number, what: (column: number) => T | undefined): (Run & { what: T })[] {
  const runs: (Run & { what: T })[] = [];
  for (let column = 0; column < count; column++) {
    const now = what(column);
    const last = runs.at(-1);
    if (now !== undefined && last?.to === column && last.what === now) {
      runs[runs.length - 1] = { ...last, to: column + 1 };
    } else if (now !== undefined) {
      runs.push({ from: column, to: column + 1, what: now });
    }
  }
  return runs;
}

/** What a column shows as a line. */
export const lineOf = ({ count, last, mean }: TrendSeries, column: number): number | null =>
  ((count[column] ?? 0) <= 1 ? last[column] : mean[column]) ?? null;

function stateOf({ minimum, maximum }: TrendSeries, column: number): Stretch['state'] | undefined {
  const [low, high] = [minimum[column], maximum[column]];
  return low === null || low === undefined || high === null || high === undefined ? undefined
    : low === high ? (low === 0 ? 0 : 1) : 'both';
}

/** Bad is worse than old. */
export const doubtOf = ({ bad, stale }: TrendSeries, column: number): Doubt | undefined =>
  (bad[column] ?? 0) > 0 ? 'bad' : (stale[column] ?? 0) > 0 ? 'stale' : undefined;

/** How an answer is drawn. `places` are the numbers of the tags, by tag. */
export function drawingOf(view: TrendView, places: ReadonlyMap<string, number>): Drawing {
  const count = Math.max(0, view.edges.length - 1);
  const axes = axesOf(view.series);
  const placed = view.series.map((series) => ({ series, place: places.get(series.tag) ?? 0 }));
  return {
    edges: view.edges.map((edge) => edge / 1000),
    axes,
    curves: placed.filter(({ series }) => !isDigital(series)).map(({ series, place }) => {
      const axis = axes.indexOf(series.unit ?? '');
      return {
        series, place, axis: axis < 0 ? undefined : axis,
        line: Array.from({ length: count }, (_, column) => lineOf(series, column)),
        runs: runsOf(count, (column) => typeof series.last[column] === 'number' ? true : undefined),
      };
    }),
    lanes: placed.filter(({ series }) => isDigital(series)).map(({ series, place }) => ({
      series, place,
      stretches: runsOf(count, (column) => stateOf(series, column)).map(({ from, to, what }) => ({ from, to, state: what })),
    })),
    doubts: placed.map(({ series, place }) => ({
      place, runs: runsOf(count, (column) => doubtOf(series, column)).map(({ from, to, what }) => ({ from, to, doubt: what })),
    })).filter(({ runs }) => runs.length > 0),
    known: view.known > 0 ? view.known / 1000 : undefined,
  };
}

/** Whether there is nothing at all to be seen of it. */
export const isEmpty = ({ series }: TrendView): boolean =>
  series.every((one) => one.last.every((value) => value === null) && [...one.stale, ...one.bad].every((share) => share === 0));

/** The column at a time; undefined: it is outside. */
export function columnAt(edges: readonly number[], time: number): number | undefined {
  if (edges.length < 2 || !(time >= (edges[0] ?? 0)) || time >= (edges.at(-1) ?? 0)) {
    return undefined;
  }
  let [low, high] = [0, edges.length - 2];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    [low, high] = (edges[middle] ?? 0) <= time ? [middle, high] : [low, middle - 1];
  }
  return low;
}

/** The last column in which anything is known of a tag. */
export function newestOf({ good, stale, bad, last }: TrendSeries): number | undefined {
  for (let column = last.length - 1; column >= 0; column--) {
    if (last[column] !== null || (good[column] ?? 0) + (stale[column] ?? 0) + (bad[column] ?? 0) > 0) {
      return column;
    }
  }
  return undefined;
}

/** The shares of the whole time, weighted by the lengths of the columns. */
export function sharesOf(series: TrendSeries, edges: readonly number[]): Record<Doubt | 'good', number> {
  const whole = (edges.at(-1) ?? 0) - (edges[0] ?? 0) || 1;
  const sum = (shares: readonly number[]): number =>
    shares.reduce((total, share, column) => total + share * ((edges[column + 1] ?? 0) - (edges[column] ?? 0)), 0) / whole;
  return { good: sum(series.good), stale: sum(series.stale), bad: sum(series.bad) };
}

/** The limits of an axis: the lowest and the highest value of its curves within a time; undefined where there is none. */
export function limitsOf(
  curves: readonly Curve[], axis: number, edges: readonly number[], from: number, to: number,
): [number, number] | undefined {
  let [low, high] = [Infinity, -Infinity];
  for (const { series } of curves.filter((one) => one.axis === axis)) {
    series.minimum.forEach((minimum, column) => {
      const maximum = series.maximum[column];
      if (typeof minimum === 'number' && typeof maximum === 'number' && (edges[column + 1] ?? 0) > from && (edges[column] ?? 0) < to) {
        [low, high] = [Math.min(low, minimum), Math.max(high, maximum)];
      }
    });
  }
  return low <= high ? [low, high] : undefined;
}

/** As many decimals as tell values apart that are a hundredth of a range from each other. */
export const decimalsFor = (range: number): number => range > 0 ? Math.min(6, Math.max(0, 2 - Math.floor(Math.log10(range)))) : 2;
