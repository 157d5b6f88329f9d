import { describe, expect, it } from 'vitest';
import { Backoff } from '../../../src/shared/api/backoff';

describe('the wait before the next try', () => {
  it('doubles to its longest, for ever, and starts anew after a success', () => {
    const backoff = new Backoff(500, 15_000, () => 0.5);
    expect(Array.from({ length: 8 }, () => backoff.next())).toEqual([500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
    for (let n = 0; n < 5000; n++) {
      backoff.next();
    }
    expect(backoff.next()).toBe(15_000);
    backoff.reset();
    expect(backoff.next()).toBe(500);
  });
});
