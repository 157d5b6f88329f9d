import type { TagMessage, TrendSeries } from '../../shared/contract/generated/contract';
import { formatNumber } from '../../shared/format/format';
import { plain } from '../../shared/format/plain';
import { decimalsFor, doubtOf, isDigital, lineOf } from './drawing';
import { t } from './words';

export type Quality = 'good' | 'stale' | 'bad' | 'nothing' | 'partStale' | 'partBad';

/** What a tag says in a column, as one reads it. */
export interface Reading {
  readonly value: string | undefined;
  /** The lowest and the highest, where they differ. */
  readonly range: string | undefined;
  /** How good it is; of a column with values the worst of its parts. */
  readonly quality: Quality;
}

/** The decimals of a tag: those of its drawing, else as many as tell its values of this time apart. */
export function decimalsOf({ minimum, maximum }: TrendSeries, drawn: number | undefined): number {
  if (drawn !== undefined) {
    return drawn;
  }
  const numbers = [...minimum, ...maximum].filter((value): value is number => typeof value === 'number');
  const [low, high] = numbers.reduce(([least, most], value) => [Math.min(least, value), Math.max(most, value)], [Infinity, -Infinity]);
  return numbers.every((value) => Number.isInteger(value)) ? 0 : Math.min(3, decimalsFor(high > low ? high - low : Math.abs(high) / 100));
}

export const stateWord = (series: TrendSeries, state: 0 | 1): string => plain(series.stateTexts?.[state] ?? String(state));

/** A column of a tag. Where values are, they are good for a part of it at least. `newest`: its end alone, for what is now. */
export function readingOf(series: TrendSeries, column: number, decimals: number, newest = false): Reading {
  const value = newest ? series.last[column] ?? null : lineOf(series, column);
  const [low, high] = newest ? [value, value] : [series.minimum[column], series.maximum[column]];
  const doubt = doubtOf(series, column);
  const quality = typeof value !== 'number' ? doubt ?? 'nothing' : doubt === 'bad' ? 'partBad' : doubt === 'stale' ? 'partStale' : 'good';
  if (typeof low !== 'number' || typeof high !== 'number' || value === null) {
    return { value: undefined, range: undefined, quality };
  }
  if (isDigital(series)) {
    const last = series.last[column] === 0 ? 0 : 1;
    return low === high ? { value: stateWord(series, last), range: undefined, quality }
      : { value: stateWord(series, last), range: t('legend.both'), quality };
  }
  const shown = (number: number): string => formatNumber(number, decimals);
  return { value: shown(value), range: shown(low) === shown(high) ? undefined : `${shown(low)} … ${shown(high)}`, quality };
}

/** How much a measurement is more, or less, in a column than in another one. */
export function differenceOf(
  series: TrendSeries, column: number | undefined, other: number | undefined, decimals: number,
): string | undefined {
  const [here, there] = [column, other].map((one) => one === undefined ? null : lineOf(series, one));
  if (isDigital(series) || typeof here !== 'number' || typeof there !== 'number') {
    return undefined;
  }
  const shown = formatNumber(here - there, decimals);
  return `Δ ${here > there && !shown.startsWith('-') ? '+' : ''}${shown.replace('-', '−')}`;
}

/** What a tag says now, as it came live: a value only where it is good. */
export function liveReading(series: TrendSeries, now: TagMessage | undefined, decimals: number): Reading {
  const { quality = 'nothing', value } = now ?? {};
  return {
    value: quality !== 'good' || value === undefined ? undefined
      : isDigital(series) ? stateWord(series, value === 0 ? 0 : 1) : formatNumber(value, decimals),
    range: undefined, quality,
  };
}

/** A length of time to read, such as "54 s" or "2 min". */
export function lengthWords(milliseconds: number): string {
  const steps: readonly (readonly [number, string])[] = [[86_400_000, 'd'], [3_600_000, 'h'], [60_000, 'min'], [1000, 's']];
  const [unit, word] = steps.find(([one]) => milliseconds >= one) ?? [1, 'ms'];
  const count = milliseconds / unit;
  return `${formatNumber(count, Number.isInteger(count) || count >= 100 ? 0 : 1)} ${word}`;
}
