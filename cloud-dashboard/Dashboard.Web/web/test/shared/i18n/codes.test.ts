import { beforeEach, describe, expect, it } from 'vitest';
import type { ClockState, QualityName } from '../../../src/shared/contract/generated/contract';
import { codeText, knownCode } from '../../../src/shared/i18n/codes';
import { locale } from '../../../src/shared/i18n/locale';

describe('a code', () => {
  beforeEach(() => locale.choose('es'));

  it('is shown in the words of the reader', () => {
    expect(codeText('reason', 'gatewayOffline')).toBe('el gateway está fuera de línea');
    locale.choose('en');
    expect(codeText('reason', 'gatewayOffline')).toBe('the gateway is offline');
  });

  it('is shown as it is when the table does not have it', () => {
    expect(codeText('reason', 'newerThanThisPage')).toBe('newerThanThisPage');
    expect(codeText('reason', 'constructor')).toBe('constructor');
    expect(knownCode('finding', undefined)).toBeUndefined();
  });

  it('has words where the contract lists all there are', () => {
    const qualities = { good: true, stale: true, bad: true } satisfies Record<QualityName, true>;
    const clocks = { unsynchronised: true, ambiguous: true } satisfies Record<Exclude<ClockState, 'synchronised'>, true>;
    expect(Object.keys(qualities).filter((code) => knownCode('quality', code) === undefined)).toEqual([]);
    expect(Object.keys(clocks).filter((code) => knownCode('clock', code) === undefined)).toEqual([]);
  });
});
