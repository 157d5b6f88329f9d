import { describe, expect, it } from 'vitest';
import { momentOf, wallTime } from '../../../src/shared/format/wall-time';

const at = (wall: string, zone: string): string | undefined => {
  const time = momentOf(wall, zone);
  return time === undefined ? undefined : new Date(time).toISOString();
};

describe('the time on the wall of a zone', () => {
  it.each([
    ['2026-03-01T09:00', 'America/Argentina/Buenos_Aires', '2026-03-01T12:00:00.000Z'],
    ['2026-03-01T09:00', 'UTC', '2026-03-01T09:00:00.000Z'],
    ['2026-03-01T09:00:30', 'Asia/Kolkata', '2026-03-01T03:30:30.000Z'],
    ['2026-03-01T09:00', 'nowhere', '2026-03-01T09:00:00.000Z'],
    // Madrid goes from UTC+1 to UTC+2 on 29 March 2026 at 02:00, and back on 25 October at 03:00.
    ['2026-03-29T01:59', 'Europe/Madrid', '2026-03-29T00:59:00.000Z'],
    ['2026-03-29T03:00', 'Europe/Madrid', '2026-03-29T01:00:00.000Z'],
    ['2026-10-25T03:00', 'Europe/Madrid', '2026-10-25T02:00:00.000Z'],
  ])('%s of %s is %s', (wall, zone, time) => {
    expect(at(wall, zone)).toBe(time);
    expect(wallTime(Date.parse(time), zone)).toBe(wall);
  });

  it('takes the first of an hour that comes twice, and the hour after one that is left out', () => {
    expect(at('2026-10-25T02:30', 'Europe/Madrid')).toBe('2026-10-25T00:30:00.000Z');
    expect(at('2026-03-29T02:30', 'Europe/Madrid')).toBe('2026-03-29T01:30:00.000Z');
  });

  it('is no moment when it is no time', () => expect([at('', 'UTC'), at('ayer', 'UTC')]).toEqual([undefined, undefined]));
});
