import { describe, expect, it } from 'vitest';
import { ownState } from '../../../src/features/diagram/own-state';
import type { CatalogTag, ElementMessage, TagMessage } from '../../../src/shared/contract/generated/contract';

describe('fault 36: the side panel', () => {
  const breaker = { tag: 'B', kind: 'digital', description: '', device: 'd', stateTexts: ['abierto', 'cerrado'] } as CatalogTag;
  const message = (text: string): ElementMessage => ({ text, quality: 'good', time: '2026-01-01T00:00:00Z' });
  const reading = (value: number): TagMessage => ({ value, raw: value, quality: 'good', time: '2026-01-01T00:00:00Z' });

  it('says the position of a breaker, and the mark of a trip on a line of its own', () => {
    expect(ownState(message('1'), reading(0), breaker)).toEqual({ shown: 'abierto', tripped: true });
    expect(ownState(message('0'), reading(0), breaker)).toEqual({ shown: 'abierto', tripped: false });
    expect(ownState(message('0'), reading(1), breaker)).toEqual({ shown: 'cerrado', tripped: false });
  });

  it('reads the mark in a number with decimals too', () => {
    const mark = { ...message('1'), number: { value: 1, decimals: 2 } };
    expect(ownState(mark, reading(0), breaker)).toEqual({ shown: 'abierto', tripped: true });
  });

  it('takes a number among words for no mark', () => {
    const words = { ...message('TR 1'), number: { prefix: 'TR ', value: 1, decimals: 0 } };
    expect(ownState(words, reading(0), breaker)).toEqual({ shown: 'abierto', tripped: false });
  });

  it('says of a measurement what the drawing says', () => {
    const analog = { ...breaker, kind: 'analog', stateTexts: undefined } as unknown as CatalogTag;
    expect(ownState(message('13,2'), reading(3771), analog)).toEqual({ shown: '13,2', tripped: false });
  });
});
