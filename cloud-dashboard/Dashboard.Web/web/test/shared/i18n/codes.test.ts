import { beforeEach, describe, expect, it } from 'vitest';
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
});
