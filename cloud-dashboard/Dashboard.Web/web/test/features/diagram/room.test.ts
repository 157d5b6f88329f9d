import { describe, expect, it } from 'vitest';
import { shareOf } from '../../../src/features/diagram/room';

const box = (left: number, top: number, right: number, bottom: number) => ({ left, top, right, bottom });
const value = box(100, 50, 200, 70);
const page = box(0, 0, 1000, 1000);

describe('the room of words', () => {
  it('is all that they take where they fit, or stand in no box', () => {
    expect(shareOf(box(105, 52, 190, 68), 'start', [page, value])).toBe(1);
    expect(shareOf(box(105, 152, 390, 168), 'start', [page, value])).toBe(1);
    expect(shareOf(box(105, 52, 290, 68), 'start', [page])).toBe(1);
  });

  it('ends with the box, from where they hang', () => {
    expect(shareOf(box(118, 52, 218, 68), 'start', [page, value])).toBeCloseTo(0.8);
    expect(shareOf(box(82, 52, 182, 68), 'end', [page, value])).toBeCloseTo(0.8);
    expect(shareOf(box(90, 52, 210, 68), 'middle', [page, value])).toBeCloseTo(96 / 120);
  });

  it('is that of the smallest box', () => expect(shareOf(box(118, 52, 218, 68), 'start', [box(90, 45, 300, 75), value])).toBeCloseTo(0.8));

  it('is never so small that nobody could read them', () => expect(shareOf(box(198, 52, 298, 68), 'start', [value])).toBe(0.45));

  it('is not measured where nothing is shown', () => expect(shareOf(box(0, 0, 0, 0), 'start', [box(0, 0, 0, 0)])).toBe(1));
});
