import { beforeEach, describe, expect, it } from 'vitest';
import { elementText, formatAge, formatDelay, formatNumber, formatTime, formatZone } from '../../../src/shared/format/format';
import { locale } from '../../../src/shared/i18n/locale';

const at = Date.parse('2012-10-16T03:55:13.479Z');
const quality = { quality: 'good', time: '' } as const;

describe('what the reader sees', () => {
  beforeEach(() => locale.choose('es'));

  it('writes numbers with a comma in Spanish, a point in English, and no grouping', () => {
    expect(formatNumber(12345.678, 1)).toBe('12345,7');
    expect(formatNumber(-0.001, 1)).toBe('0,0');
    expect(formatNumber(-3.25, 1)).toBe('-3,3');
    locale.choose('en');
    expect(formatNumber(12345.678, 2)).toBe('12345.68');
  });

  it('writes a number between its words, whatever the text says', () => {
    expect(elementText({ ...quality, text: '12.3 kW', number: { value: 12.34, decimals: 1, suffix: ' kW' } })).toBe('12,3 kW');
    expect(elementText({ ...quality, text: 'P1 = -0.5', number: { prefix: 'P1 = ', value: -0.5, decimals: 1 } })).toBe('P1 = -0,5');
    expect(elementText({ ...quality, text: 'k 0.000123456789012', number: { prefix: 'k ', value: 0.000123456789012, decimals: 15 } }))
      .toBe('k 0,000123456789012');
    expect(elementText({ ...quality, text: '7', number: { value: 7.2, decimals: 0 } })).toBe('7');
    expect(elementText({ ...quality, number: { value: 7.25, decimals: 1 } })).toBe('7,3');
    locale.choose('en');
    expect(elementText({ ...quality, text: '12.3 kW', number: { value: 12.34, decimals: 1, suffix: ' kW' } })).toBe('12.3 kW');
  });

  it('shows text without a number as it is', () => {
    expect(elementText({ ...quality, text: 'FS' })).toBe('FS');
    expect(elementText({ ...quality, text: 'Trafo 1.5' })).toBe('Trafo 1.5');
    expect(elementText({ ...quality })).toBeUndefined();
  });

  it('writes times to the millisecond in the zone of the station', () => {
    expect(formatTime(at, 'America/Argentina/Buenos_Aires')).toBe('00:55:13.479');
    expect(formatTime(at, 'no such zone')).toBe('03:55:13.479');
    expect(formatZone('America/Argentina/Buenos_Aires', at)).toBe('Buenos Aires, UTC−3');
  });

  it('writes ages in their largest unit', () => {
    expect([0, 59_999, 60_000, 3_600_000, 172_800_000, -5].map(formatAge)).toEqual(['0 s', '59 s', '1 min', '1 h', '2 d', '0 s']);
    expect(formatDelay(180)).toBe('0,180 s');
    expect(formatDelay(61_000)).toBe('1 min');
  });
});
