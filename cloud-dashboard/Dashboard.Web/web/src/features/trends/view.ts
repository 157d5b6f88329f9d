import { momentOf, wallTime } from '../../shared/format/wall-time';
import type { Route } from '../../shared/ui/navigation';

/** What the page reads from its address. */
export const trendNames = ['tags', 'from', 'to', 'span'] as const;

/** The most tags of one drawing, as of one request. */
export const MOST_TAGS = 8;

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** A time, in milliseconds since 1970. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Which tags, and when: a time that stands, or one that ends now and moves with it. */
export interface View {
  readonly tags: readonly string[];
  /** The length of a time that ends now, in milliseconds; undefined where it stands. */
  readonly span?: number | undefined;
  readonly range?: Range | undefined;
}

/** The spans that are offered, with their words in the address. */
export const spans: readonly (readonly [word: string, length: number])[] = [
  ['15m', 15 * MINUTE], ['1h', HOUR], ['8h', 8 * HOUR], ['24h', DAY], ['7d', 7 * DAY], ['30d', 30 * DAY], ['1y', 365 * DAY],
];

const units: readonly (readonly [word: string, length: number])[] = [
  ['y', 365 * DAY], ['d', DAY], ['h', HOUR], ['m', MINUTE], ['s', SECOND],
];
const USUAL = HOUR;
const SHORTEST = 100;
const LONGEST = 20 * 365 * DAY;
/** The years that the server answers. */
const FIRST = Date.UTC(1971, 0, 1);
const LAST = Date.UTC(8999, 0, 1);

/** A span as the address has it, such as 15m; a length that is no whole second is none. */
export function spanWord(length: number): string {
  const offered = spans.find(([, one]) => one === length);
  const [word, unit] = units.find(([, one]) => length % one === 0) ?? ['s', SECOND];
  return offered?.[0] ?? `${Math.max(1, Math.round(length / unit))}${word}`;
}

export function spanOf(word: string | undefined): number | undefined {
  const [, count, unit] = /^([1-9]\d{0,8})([ydhms])$/.exec(word ?? '') ?? [];
  const length = units.find(([one]) => one === unit)?.[1];
  return count === undefined || length === undefined ? undefined : Math.min(LONGEST, Number(count) * length);
}

/** What the address says. What is wrong in it is left out: an hour that ends now. */
export function viewOf(query: Route['query']): View {
  const tags = [...new Set((query?.['tags'] ?? '').split(',').filter((tag) => /^[\w.-]{1,200}$/.test(tag)))].slice(0, MOST_TAGS);
  const from = Date.parse(query?.['from'] ?? '');
  const to = Date.parse(query?.['to'] ?? '');
  return from < to ? { tags, range: bounded({ from, to }) } : { tags, span: spanOf(query?.['span']) ?? USUAL };
}

/** The same, for the address. */
export function queryOf({ tags, span, range }: View): Record<string, string | undefined> {
  return {
    tags: tags.join(',') || undefined,
    ...(range ? { from: new Date(range.from).toISOString(), to: new Date(range.to).toISOString() } : { span: spanWord(span ?? USUAL) }),
  };
}

/** From when to when it is shown at this moment. */
export const rangeOf = ({ span, range }: View, now: number): Range => range ?? { from: now - (span ?? USUAL), to: now };

/** Whether new values may still come into it. */
export const isLive = ({ range }: View, now: number): boolean => range === undefined || range.to > now;

/** Within what the server answers, and neither shorter nor longer than can be drawn. Whole milliseconds. */
export function bounded({ from, to }: Range): Range {
  const length = Math.min(LONGEST, Math.max(SHORTEST, to - from));
  const middle = Math.min(LAST - length / 2, Math.max(FIRST + length / 2, (from + to) / 2));
  const begin = Math.round(middle - length / 2);
  return { from: begin, to: begin + Math.round(length) };
}

/** Longer (more than 1) or shorter, so that what is at a part of it stays where it is: 0 is the left edge, 1 the right one. */
export function zoomed({ from, to }: Range, factor: number, part = 0.5): Range {
  const fixed = from + (to - from) * part;
  const length = Math.min(LONGEST, Math.max(SHORTEST, (to - from) * factor));
  return bounded({ from: fixed - length * part, to: fixed + length * (1 - part) });
}

/** Earlier or later by a part of its length, but never wholly behind now. */
export function panned({ from, to }: Range, part: number, now: number): Range {
  const wished = (to - from) * part;
  const move = part > 0 ? Math.min(wished, Math.max(0, now - to)) : wished;
  return bounded({ from: from + move, to: to + move });
}

/** A range as a view: one that reaches now moves with it. */
export function viewAt(tags: readonly string[], range: Range, now: number): View {
  const length = range.to - range.from;
  return range.to >= now && length >= SECOND ? { tags, span: Math.round(length / SECOND) * SECOND } : { tags, range };
}

export const sameView = (a: View, b: View): boolean => JSON.stringify(queryOf(a)) === JSON.stringify(queryOf(b));

/** The day of a zone, from its midnight to the next. */
export function todayOf(now: number, zone: string): Range {
  const day = (time: number): number => momentOf(`${wallTime(time, zone).slice(0, 10)}T00:00`, zone) ?? time;
  const from = day(now);
  return { from, to: day(from + 30 * HOUR) };
}
