import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { ClockState, QualityName } from '../../../src/shared/contract/generated/contract';
import { codeText, knownCode } from '../../../src/shared/i18n/codes';
import en from '../../../src/shared/i18n/codes.en.json';
import es from '../../../src/shared/i18n/codes.es.json';
import { locale } from '../../../src/shared/i18n/locale';

const { schemas } = (parse(readFileSync('../../../docs/asyncapi.yaml', 'utf8')) as {
  components: { schemas: Record<string, { 'x-codes'?: Record<string, string> }> };
}).components;

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

  /** The kinds of the table by the list of docs/asyncapi.yaml whose codes they are. */
  it.each([
    ['reason', 'ValueReasonCode'], ['linkReason', 'LinkReasonCode'], ['profileReason', 'ProfileReasonCode'],
    ['loss', 'LossReasonCode'],
    ['finding', 'FindingCode'], ['condition', 'ConditionCode'], ['cause', 'CauseCode'], ['flag', 'FlagCode'],
    ['doubleBit', 'DoubleBitCode'], ['gatewayClock', 'GatewayClockCode'],
  ] as const)('of the kind %s has words in both languages for each of %s, and no others', (kind, list) => {
    const codes = Object.keys(schemas[list]?.['x-codes'] ?? {});
    expect(codes).not.toEqual([]);
    expect([Object.keys(es[kind]), Object.keys(en[kind])]).toEqual([codes, codes]);
  });

  it('has words where the contract lists all there are', () => {
    const qualities = { good: true, stale: true, bad: true } satisfies Record<QualityName, true>;
    const clocks = { unsynchronised: true, ambiguous: true } satisfies Record<Exclude<ClockState, 'synchronised'>, true>;
    expect(Object.keys(qualities).filter((code) => knownCode('quality', code) === undefined)).toEqual([]);
    expect(Object.keys(clocks).filter((code) => knownCode('clock', code) === undefined)).toEqual([]);
  });
});
