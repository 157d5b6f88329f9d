import { describe, expect, it } from 'vitest';
import { trouble, type Inputs } from '../../../src/shared/site/trouble';
import { at, healthy, summary } from './samples';

const unstored = { ...healthy.status!, historian: { up: false, since: at, reason: 'disk full' } };

describe('what is wrong', () => {
  it('is nothing when every link holds', () => expect(trouble(healthy)).toBeUndefined());

  it.each([
    ['browser', { ...healthy, link: { up: false, since: 5, tries: 1 } }, true],
    ['snapshot', { ...healthy, fresh: false }, true],
    ['broker', { ...healthy, status: { ...healthy.status!, broker: { mode: 'embedded' as const, up: false, since: at } } }, true],
    ['gateway', { ...healthy, summary: { ...summary, status: 'lost' as const, reason: 'silent' as const } }, true],
    ['gateway', { ...healthy, summary: { ...summary, status: 'offline' as const, reason: 'offline' as const } }, true],
    ['broker', { ...healthy, summary: { ...summary, status: 'unknown' as const, reason: 'brokerDown' as const } }, true],
    ['field', { ...healthy, summary: { ...summary, field: summary.field.map((link) => ({ ...link, up: false })) } }, true],
    ['fieldPart', { ...healthy, summary: { ...summary, field: summary.field.map((link, n) => ({ ...link, up: n > 0 })) } }, false],
    ['historian', { ...healthy, status: unstored }, false],
    ['historian', { ...healthy, summary: undefined, status: unstored }, false],
    ['field',
      { ...healthy, status: unstored, summary: { ...summary, field: summary.field.map((link) => ({ ...link, up: false })) } }, true],
    ['historian',
      { ...healthy, status: unstored, summary: { ...summary, field: summary.field.map((link, n) => ({ ...link, up: n > 0 })) } }, false],
  ])('is the %s', (fault, inputs, stale) => {
    expect(trouble(inputs as Inputs)).toMatchObject({ fault, stale });
  });
});
