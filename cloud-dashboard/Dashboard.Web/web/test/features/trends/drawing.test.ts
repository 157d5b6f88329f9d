import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { timeMarks, valueMarks } from '../../../src/features/trends/axis-words';
import {
  axesOf, columnAt, decimalsFor, drawingOf, isEmpty, limitsOf, newestOf, runsOf, sharesOf,
} from '../../../src/features/trends/drawing';
import { limitsAbove, reserved } from '../../../src/features/trends/painter';
import { decimalsOf, differenceOf, lengthWords, liveReading, readingOf } from '../../../src/features/trends/reading';
import { locale } from '../../../src/shared/i18n/locale';
import { noon, series, viewWith } from './samples';

const places = new Map([['A', 0], ['B', 1], ['C', 2], ['D', 3]]);

describe('what is drawn of an answer', () => {
  it('has gaps as gaps', () => {
    const { curves } = drawingOf(viewWith(series('A', [1, 2, null, null, 3])), places);
    expect(curves[0]?.runs.map(({ from, to }) => [from, to])).toEqual([[0, 2], [4, 5]]);
    expect(curves[0]?.line).toEqual([1, 2, null, null, 3]);
  });

  it('has the mean as its line, and the value itself where a column has one', () => {
    const one = series('A', [1, 2], { mean: [1.5, 2.5], count: [1, 3] });
    expect(drawingOf(viewWith(one), places).curves[0]?.line).toEqual([1, 2.5]);
  });

  it('keeps a spike within the limits of its axis, and only of the time that is shown', () => {
    const { curves, edges } = drawingOf(viewWith(series('A', [1, 2, 3], { maximum: [1, 99, 3] })), places);
    expect(limitsOf(curves, 0, edges, noon, noon + 3000)).toEqual([1, 99]);
    expect(limitsOf(curves, 0, edges, noon + 2000, noon + 3000)).toEqual([3, 3]);
    expect(limitsOf(curves, 1, edges, noon, noon + 3000)).toBeUndefined();
  });

  it('groups curves by unit on three axes, and says which have none', () => {
    const all = [series('A', [1]), series('B', [1], { unit: 'A' }), series('C', [1]), series('D', [1], { unit: 'MW' }),
      series('E', [1], { unit: '°C' }), series('F', [1], { kind: 'digital' })];
    expect(axesOf(all)).toEqual(['kV', 'A', 'MW']);
    expect(drawingOf(viewWith(...all), places).curves.map(({ axis }) => axis)).toEqual([0, 1, 0, 2, undefined]);
  });

  it('has digital points as lanes, with what changed within a column', () => {
    const breaker = series('A', [0, 0, 1, null, 1], { kind: 'digital', minimum: [0, 0, 0, null, 1] });
    const { lanes, curves, axes } = drawingOf(viewWith(breaker), places);
    expect(lanes[0]?.stretches).toEqual([
      { from: 0, to: 2, state: 0 }, { from: 2, to: 3, state: 'both' }, { from: 4, to: 5, state: 1 },
    ]);
    expect([curves, axes]).toEqual([[], []]);
  });

  it('says when a tag was old or bad, bad first', () => {
    const doubtful = series('B', [1, null, null, null], { stale: [0, 1, 0.5, 0], bad: [0, 0, 0.5, 0] });
    const drawn = drawingOf(viewWith(series('A', [1, 1, 1, 1]), doubtful), places);
    expect(drawn.doubts).toEqual([{ place: 1, runs: [{ from: 1, to: 2, doubt: 'stale' }, { from: 2, to: 3, doubt: 'bad' }] }]);
    expect(sharesOf(doubtful, drawn.edges)).toEqual({ good: 0.25, stale: 0.375, bad: 0.125 });
  });

  it('knows until when it is known', () => {
    expect(drawingOf({ ...viewWith(series('A', [1])), known: 0 }, places).known).toBeUndefined();
    expect(drawingOf(viewWith(series('A', [1, 2])), places).known).toBe(noon + 2000);
  });

  it('is empty only where nothing is to be seen', () => {
    expect(isEmpty(viewWith(series('A', [null, null])))).toBe(true);
    expect(isEmpty(viewWith(series('A', [null, null], { stale: [1, 0] })))).toBe(false);
    expect(isEmpty(viewWith(series('A', [null, 0])))).toBe(false);
  });

  it('finds the column of a time, and the newest one', () => {
    const { edges } = drawingOf(viewWith(series('A', [1, 2, 3])), places);
    expect([noon - 1, noon, noon + 999, noon + 1000, noon + 2999, noon + 3000].map((time) => columnAt(edges, time)))
      .toEqual([undefined, 0, 0, 1, 2, undefined]);
    expect(newestOf(series('A', [1, null, null]))).toBe(0);
    expect(newestOf(series('A', [1, null, null], { stale: [0, 1, 0] }))).toBe(1);
    expect(newestOf(series('A', [null]))).toBeUndefined();
  });

  it('makes runs of what is the same', () =>
    expect(runsOf(5, (column) => [1, 1, undefined, 2, 2][column]).map(({ from, to, what }) => [from, to, what]))
      .toEqual([[0, 2, 1], [3, 5, 2]]));

  it('stands above lanes and doubts', () => {
    const below = reserved({ lanes: [], doubts: [{ place: 0, runs: [] }] }, 12);
    const [low, high] = limitsAbove([10, 20], 120, below);
    expect(high).toBeGreaterThan(20);
    expect((10 - low) / (high - low) * 120).toBeGreaterThan(below);
    const [flat, top] = limitsAbove([5, 5], 100, 0);
    expect(flat).toBeLessThan(5);
    expect(top).toBeGreaterThan(5);
  });
});

describe('what a column says', () => {
  beforeEach(() => locale.choose('es'));
  afterEach(() => locale.choose('es'));

  it('is its value with the decimals of the drawing, and its range where it has one', () => {
    const one = series('A', [13.25], { minimum: [13], maximum: [13.5] });
    expect(readingOf(one, 0, 1)).toEqual({ value: '13,3', range: '13,0 … 13,5', quality: 'good' });
    locale.choose('en');
    expect(readingOf(one, 0, 2).value).toBe('13.25');
  });

  it('is the last value where it is the newest that counts', () => {
    const one = series('A', [13.25], { minimum: [13], maximum: [13.5], last: [13.5], count: [9] });
    expect(readingOf(one, 0, 1, true)).toEqual({ value: '13,5', range: undefined, quality: 'good' });
  });

  it('is the word of a state', () => {
    const breaker = series('A', [1, 0], { kind: 'digital', stateTexts: ['Abierto', 'Cerrado'], minimum: [1, 0], maximum: [1, 1] });
    expect([0, 1].map((column) => readingOf(breaker, column, 0))).toEqual([
      { value: 'Cerrado', range: undefined, quality: 'good' }, { value: 'Abierto', range: 'cambió', quality: 'good' },
    ]);
  });

  it('says what is old, what is bad and what nobody knows', () => {
    const gap = series('A', [null, null, null, 1], { stale: [1, 0, 0, 0.5], bad: [0, 1, 0, 0] });
    expect([0, 1, 2, 3].map((column) => readingOf(gap, column, 0).quality)).toEqual(['stale', 'bad', 'nothing', 'partStale']);
    expect(readingOf(gap, 2, 0).value).toBeUndefined();
  });

  it('is what came live where it is now, and no value that is not good', () => {
    const breaker = series('A', [1], { kind: 'digital', stateTexts: ['Abierto', 'Cerrado'] });
    expect(liveReading(series('A', [1]), { value: 13.25, quality: 'good' }, 1)).toEqual({ value: '13,3', range: undefined, quality: 'good' });
    expect(liveReading(series('A', [1]), { value: 13.25, quality: 'stale' }, 1)).toMatchObject({ value: undefined, quality: 'stale' });
    expect(liveReading(breaker, { value: 0, quality: 'good' }, 0).value).toBe('Abierto');
    expect(liveReading(breaker, undefined, 0)).toMatchObject({ value: undefined, quality: 'nothing' });
  });

  it('has as many decimals as tell its values apart, where nothing says how many', () => {
    expect(decimalsOf(series('A', [1.25]), 1)).toBe(1);
    expect(decimalsOf(series('A', [100, 102]), undefined)).toBe(0);
    expect(decimalsOf(series('A', [13.2, 13.6]), undefined)).toBe(3);
    expect(decimalsOf(series('A', [100.5, 900]), undefined)).toBe(0);
    expect([0, 250, 25, 0.5].map(decimalsFor)).toEqual([2, 0, 1, 3]);
  });

  it('says how much more it is than at the second cursor', () => {
    const one = series('A', [13, 13.25, null, 13]);
    expect([[1, 0], [0, 1], [3, 0], [2, 0], [1, 2]].map(([here, there]) => differenceOf(one, here, there, 2)))
      .toEqual(['Δ +0,25', 'Δ −0,25', 'Δ 0,00', undefined, undefined]);
    expect(differenceOf(series('B', [1, 0], { kind: 'digital' }), 0, 1, 0)).toBeUndefined();
  });

  it('says lengths in their own unit', () =>
    expect([250, 1500, 60_000, 5_400_000, 172_800_000].map(lengthWords)).toEqual(['250 ms', '1,5 s', '1 min', '1,5 h', '2 d']));
});

describe('what stands at the axes', () => {
  it('is the time of the station, with the day where it changes', () => {
    locale.choose('es');
    const zone = 'America/Argentina/Buenos_Aires';
    const midnight = Date.UTC(2026, 2, 2, 3);
    expect(timeMarks([midnight - 3_600_000, midnight, midnight + 3_600_000], 3_600_000, zone))
      .toEqual(['23:00\n1/3', '00:00\n2/3', '01:00']);
    expect(timeMarks([midnight + 250], 250, zone)).toEqual(['00:00:00.250\n2/3']);
    expect(timeMarks([midnight], 86_400_000, zone)).toEqual(['2/3']);
  });

  it('is values with as many decimals as the marks need', () => {
    expect(valueMarks([13, 13.5], 0.5)).toEqual(['13,0', '13,5']);
    expect(valueMarks([100, 200], 100)).toEqual(['100', '200']);
    expect(valueMarks([1.25, 1.3], 0.05)).toEqual(['1,25', '1,30']);
    expect(valueMarks([13.25, 13.275], 0.025)).toEqual(['13,250', '13,275']);
    expect(valueMarks([1e-9, 2e-9], 1e-9)).toEqual(['0,000000', '0,000000']);
  });
});
