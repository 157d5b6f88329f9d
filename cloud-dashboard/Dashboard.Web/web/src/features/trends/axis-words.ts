import { formatNumber } from '../../shared/format/format';
import { locale } from '../../shared/i18n/locale';
import { knownZone } from '../../shared/format/format';
import { DAY, MINUTE, SECOND } from './view';

const formats = new Map<string, Intl.DateTimeFormat>();

function format(zone: string, kind: 'month' | 'day' | 'minute' | 'second' | 'milli', time: number): string {
  const key = `${locale.region}/${zone}/${kind}`;
  let made = formats.get(key);
  if (!made) {
    const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
    const options: Record<typeof kind, Intl.DateTimeFormatOptions> = {
      month: { month: 'short', year: 'numeric' },
      day: { day: '2-digit', month: '2-digit' },
      minute: clock,
      second: { ...clock, second: '2-digit' },
      milli: { ...clock, second: '2-digit', fractionalSecondDigits: 3 },
    };
    made = new Intl.DateTimeFormat(locale.region, { ...options[kind], timeZone: knownZone(zone) });
    formats.set(key, made);
  }
  return made.format(time).replace(/,(\d+)$/, '.$1');
}

/** What stands at the marks of the axis of time: as fine as they are apart, with the day where it changes. */
export function timeMarks(times: readonly number[], apart: number, zone: string): string[] {
  if (apart >= 28 * DAY) {
    return times.map((time) => format(zone, 'month', time));
  }
  if (apart >= DAY) {
    return times.map((time) => format(zone, 'day', time));
  }
  const kind = apart >= MINUTE ? 'minute' : apart >= SECOND ? 'second' : 'milli';
  let before = '';
  return times.map((time) => {
    const day = format(zone, 'day', time);
    const text = format(zone, kind, time);
    const changed = day !== before;
    before = day;
    return changed ? `${text}\n${day}` : text;
  });
}

/** Values at the marks of an axis, all with as many decimals as they need. */
export function valueMarks(values: readonly number[], apart: number): string[] {
  const whole = (decimals: number): boolean => Math.abs(apart * 10 ** decimals - Math.round(apart * 10 ** decimals)) < 1e-6;
  const decimals = [0, 1, 2, 3, 4, 5].find((one) => apart * 10 ** one > 0.5 && whole(one)) ?? 6;
  return values.map((value) => formatNumber(value, decimals));
}
