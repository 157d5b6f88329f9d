import type { TrendSeries, TrendView } from '../../shared/contract/generated/contract';
import { formatDate, formatTime } from '../../shared/format/format';
import { plain } from '../../shared/format/plain';
import { t } from './words';

/** A text of a cell: a spreadsheet must not take it for a formula. */
const text = (words: string): string => `"${(/^[=+\-@\t\r]/.test(words) ? `'${words}` : words).replaceAll('"', '""')}"`;

const headings = ({ tag, unit, description }: TrendSeries): string[] => {
  const name = plain([description, tag].filter(Boolean).join(' '));
  const of = plain(unit ?? '');
  return (['minimum', 'maximum', 'mean', 'first', 'last'] as const)
    .map((what) => text(`${name}: ${t(`csv.${what}`)}${of ? ` (${of})` : ''}`))
    .concat((['good', 'stale', 'bad'] as const).map((what) => text(`${name}: ${t('csv.share', { quality: t(`legend.${what}`) })}`)));
};

const cells = ({ minimum, maximum, mean, first, last, good, stale, bad }: TrendSeries, column: number): string[] =>
  [minimum, maximum, mean, first, last, good, stale, bad].map((values) => String(values[column] ?? ''));

/** When a column begins, in UTC to the microsecond. */
const utc = (edge: number): string =>
  `${new Date(Math.floor(edge / 1000)).toISOString().slice(0, -1)}${String(edge % 1000).padStart(3, '0')}Z`;

/**
 * What is shown, as a table after RFC 4180 with the mark of UTF-8: a row a column of the drawing, when it begins and ends in UTC and when
 * it begins in the zone of the station. Numbers have a point, and all their decimals.
 */
export function csvOf({ edges, series }: TrendView, zone: string): string {
  const rows = [
    [text(t('csv.begin')), text(t('csv.end')), text(t('csv.zone', { zone })), ...series.flatMap(headings)],
    ...edges.slice(0, -1).map((edge, column) => [
      utc(edge), utc(edges[column + 1] ?? edge), text(`${formatDate(edge / 1000, zone)} ${formatTime(edge / 1000, zone)}`),
      ...series.flatMap((one) => cells(one, column)),
    ]),
  ];
  return `\ufeff${rows.map((row) => `${row.join(',')}\r\n`).join('')}`;
}

/** A name for the file of a station and a time. */
export const csvName = ({ site, edges }: TrendView): string =>
  `${site}-${new Date((edges[0] ?? 0) / 1000).toISOString().slice(0, 19).replaceAll(':', '')}.csv`;
