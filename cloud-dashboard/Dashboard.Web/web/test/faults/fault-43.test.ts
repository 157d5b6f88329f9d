import { describe, expect, it } from 'vitest';
import { Marks } from '../../src/features/diagram/marks';
import { isRead, isZero, onlyZeros } from '../../src/features/diagram/zero';
import type { ElementMessage, TagMessage } from '../../src/shared/contract/generated/contract';

const time = '2026-01-01T00:00:00Z';
const element = (reason?: string): ElementMessage =>
  ({ quality: reason ? 'bad' : 'good', ...reason && { reason }, time } as ElementMessage);
const reading = (reason?: string): TagMessage =>
  ({ value: 0, quality: reason ? 'bad' : 'good', ...reason && { reason }, time } as TagMessage);

describe('fault 43: a zero of a feeder without load', () => {
  it('is none that a cross is for, and neither is a total made of such', () => {
    expect(isZero(element('noPulses'), undefined, false)).toBe(true);
    expect(isZero(element('source'), reading('noPulses'), false)).toBe(true);
    expect(isZero(element('source'), undefined, onlyZeros([element('source'), element()], [reading(), reading('noPulses')]))).toBe(true);
  });

  it('hides nothing that is bad by itself', () => {
    expect(isZero(element('notYetRead'), reading('notYetRead'), false)).toBe(false);
    expect(isZero(element('formulaError'), reading('noPulses'), true)).toBe(false);
    expect(isZero(element(), reading('noPulses'), true)).toBe(false);
  });

  it.each([
    ['another value is bad', [element('source')], [reading('noPulses'), reading('markedByDevice')]],
    ['a formula fails', [element('source'), element('formulaError')], [reading('noPulses')]],
    ['nothing says why', [element('source')], [reading()]],
  ])('leaves the cross on a total when %s', (_why, elements, tags) => {
    expect(isZero(element('source'), undefined, onlyZeros(elements, tags))).toBe(false);
  });

  it('has a mark of its own: it is no good value', () => {
    document.body.innerHTML = '<div></div><svg viewBox="0 0 9 9"><text/></svg>';
    const sheet = document.querySelector('div') as Element;
    const text = document.querySelector('text') as SVGTextElement;
    const svg = document.querySelector('svg') as SVGSVGElement;
    const unit = { inverse: () => ({ multiply: () => unit }) };
    Object.assign(svg, { getScreenCTM: () => unit });
    Object.assign(text, { getScreenCTM: () => unit, getBBox: () => ({ x: 20, y: 0, width: 10, height: 10 }) });
    const [point, rect] = [globalThis.DOMPoint, globalThis.DOMRect];
    globalThis.DOMPoint = class {
      constructor(readonly x: number, readonly y: number) {}

      matrixTransform(): unknown {
        return this;
      }
    } as never;
    globalThis.DOMRect = class {
      constructor(readonly x: number, readonly y: number, readonly width: number, readonly height: number) {}
    } as never;
    try {
      new Marks(svg, sheet).set([['T', 'zero', [text], true]]);
    } finally {
      [globalThis.DOMPoint, globalThis.DOMRect] = [point, rect];
    }
    expect(sheet.querySelectorAll('[data-mark="zero"]')).toHaveLength(1);
    expect(sheet.querySelector('[data-mark="bad"]')).toBeNull();
    document.body.innerHTML = '';
  });

  it('is read on and on: only what nobody reads has the time of its last reading', () => {
    expect([isRead(reading('noPulses'), false), isRead(reading('markedByDevice'), false), isRead(reading(), false)])
      .toEqual([true, true, true]);
    expect([isRead(reading('noAnswer'), false), isRead({ ...reading(), quality: 'stale' }, false), isRead(reading(), true)])
      .toEqual([false, false, false]);
  });
});
