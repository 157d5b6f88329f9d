import { knownZone } from './format';

const MINUTE = 60_000;

/** What a clock on the wall of a zone shows, as the field of a form takes it: 2026-03-01T09:00, with seconds where there are some. */
export function wallTime(time: number, zone: string): string {
  const text = new Date(time + offset(time, zone)).toISOString();
  return text.slice(0, time % MINUTE === 0 ? 16 : 19);
}

/** The moment at which a clock of a zone shows that; undefined for what is no time. An hour that a change of the clock leaves out is the
 * one after it, and of one that comes twice it is the first. */
export function momentOf(wall: string, zone: string): number | undefined {
  const shown = Date.parse(`${wall}Z`);
  if (Number.isNaN(shown)) {
    return undefined;
  }
  // The offset of a day before and of a day after: one of them holds at that moment.
  const tries = [shown - offset(shown - 24 * 60 * MINUTE, zone), shown - offset(shown + 24 * 60 * MINUTE, zone)];
  return tries.find((time) => time + offset(time, zone) === shown) ?? Math.max(...tries);
}

/** How far the clock of a zone is before UTC, in milliseconds. */
function offset(time: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en', { timeZone: knownZone(zone), timeZoneName: 'longOffset' }).formatToParts(time);
  const [, sign, hours = '0', minutes = '0', seconds = '0'] = /GMT([+-])(\d+):(\d+)(?::(\d+))?/
    .exec(parts.find(({ type }) => type === 'timeZoneName')?.value ?? '') ?? [];
  return (sign === '-' ? -1 : 1) * ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds ?? 0)) * 1000;
}
