import type { ElementMessage } from '../contract/generated/contract';
import { locale } from '../i18n/locale';
import { plain } from './plain';
import { t } from './words';

const numbers = new Map<string, Intl.NumberFormat>();
const dates = new Map<string, Intl.DateTimeFormat>();

/** A number with exactly so many decimals, the locale's decimal sign, no grouping (a drawing has no room for it). */
export function formatNumber(value: number, decimals: number, region = locale.region): string {
  const places = Math.min(15, Math.max(0, Math.trunc(decimals)));
  const key = `${region}/${places}`;
  let format = numbers.get(key);
  if (!format) {
    format = new Intl.NumberFormat(region, {
      minimumFractionDigits: places, maximumFractionDigits: places, useGrouping: false, signDisplay: 'negative',
    });
    numbers.set(key, format);
  }
  return format.format(value);
}

/** What an element shows: its number in the locale's way, with the words around it; else its text. */
export function elementText({ number, text }: ElementMessage, region = locale.region): string | undefined {
  const shown = number === undefined ? text
    : `${number.prefix ?? ''}${formatNumber(number.value, number.decimals, region)}${number.suffix ?? ''}`;
  return shown === undefined ? undefined : plain(shown);
}

/** A zone that Intl knows, or UTC: a station's catalogue may not have come yet, or be wrong. */
export function knownZone(zone: string | undefined): string {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone ?? 'UTC' });
    return zone ?? 'UTC';
  } catch {
    return 'UTC';
  }
}

function dateFormat(zone: string, kind: 'date' | 'time' | 'clock' | 'zone'): Intl.DateTimeFormat {
  const key = `${locale.region}/${zone}/${kind}`;
  let format = dates.get(key);
  if (!format) {
    const options: Record<typeof kind, Intl.DateTimeFormatOptions> = {
      date: { year: 'numeric', month: '2-digit', day: '2-digit' },
      time: { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3, hourCycle: 'h23' },
      clock: { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
      zone: { timeZoneName: 'shortOffset' },
    };
    format = new Intl.DateTimeFormat(locale.region, { ...options[kind], timeZone: knownZone(zone) });
    dates.set(key, format);
  }
  return format;
}

/** The day in the zone. */
export const formatDate = (time: number, zone: string): string => dateFormat(zone, 'date').format(time);

/** The time of day in the zone, to the millisecond, always with a point: it is a time, no quantity. */
export const formatTime = (time: number, zone: string): string => dateFormat(zone, 'time').format(time).replace(',', '.');

/** The time of day in the zone, to the second. */
export const formatClock = (time: number, zone: string): string => dateFormat(zone, 'clock').format(time);

/** The zone for a reader: its place and its offset of that moment, as in "Buenos Aires, UTC−3". */
export function formatZone(zone: string, time: number): string {
  const known = knownZone(zone);
  if (known === 'UTC') {
    return 'UTC';
  }
  const offset = dateFormat(known, 'zone').formatToParts(time).find((part) => part.type === 'timeZoneName')?.value ?? '';
  return `${known.split('/').pop()?.replaceAll('_', ' ') ?? known}, ${offset.replace('GMT', 'UTC').replace('-', '−')}`;
}

/** A length of time in its largest unit, as in "8 s", "3 min", "5 h", "2 d". */
export function formatAge(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds < 60) {
    return t('age.seconds', { n: seconds });
  }
  if (seconds < 3600) {
    return t('age.minutes', { n: Math.floor(seconds / 60) });
  }
  return seconds < 86_400 ? t('age.hours', { n: Math.floor(seconds / 3600) }) : t('age.days', { n: Math.floor(seconds / 86_400) });
}

/** The same, as a moment past: "8 s ago". */
export const formatAgo = (milliseconds: number): string => t('age.ago', { age: formatAge(milliseconds) });

/** A delay to the millisecond below ten seconds, then as an age. */
export function formatDelay(milliseconds: number): string {
  return Math.abs(milliseconds) < 10_000
    ? t('age.seconds', { n: formatNumber(milliseconds / 1000, 3) })
    : formatAge(milliseconds);
}
