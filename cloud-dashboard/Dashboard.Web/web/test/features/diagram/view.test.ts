import { describe, expect, it } from 'vitest';
import { crossPath } from '../../../src/features/diagram/marks';
import { FIT, opening } from '../../../src/features/diagram/viewport';

describe('what shows first', () => {
  const diagram = { width: 1920, height: 1080 };

  it.each([[1600, 1000], [1366, 768], [780, 1024], [660, 270], [1920, 590]])('is the whole drawing in a window of %i by %i', (width, height) => {
    expect(opening(diagram, { width, height })).toEqual(FIT);
  });

  it('fills a phone held upright', () => {
    // 390 wide the drawing is 219.375 high; 658.125 is three times that.
    expect(opening(diagram, { width: 390, height: 658.125 })).toEqual({ scale: 3, x: 0, y: 0 });
  });

  it('fills a small low window with a tall drawing too, but never more than the largest zoom', () => {
    expect(opening({ width: 100, height: 300 }, { width: 900, height: 300 }).scale).toBe(9);
    expect(opening({ width: 100, height: 100 }, { width: 9000, height: 100 }).scale).toBe(12);
  });
});

describe('the cross of what is bad', () => {
  it('stands before letters and is lower than they are', () => {
    expect(crossPath({ x: 40, y: 20, width: 40, height: 20 }, true)).toBe('M27 26L35 34M27 34L35 26');
  });

  it('is square in the middle of a sign, as large as fits', () => {
    expect(crossPath({ x: 0, y: 0, width: 16, height: 12 }, false)).toBe('M2 0L14 12M2 12L14 0');
  });

  it('stays small on what is large and is still a cross on a thin line', () => {
    expect(crossPath({ x: 0, y: 0, width: 1260, height: 100 }, false)).toBe('M621 41L639 59M621 59L639 41');
    expect(crossPath({ x: 0, y: 0, width: 4, height: 200 }, false)).toBe('M-2.5 95.5L6.5 104.5M-2.5 104.5L6.5 95.5');
  });
});
