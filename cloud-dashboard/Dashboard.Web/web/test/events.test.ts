import { beforeEach, describe, expect, it } from 'vitest';
import { eventDescription, eventState } from '../src/core/events';
import { locale } from '../src/core/locale';
import type { EventMessage } from '../src/core/types';

const comms = (code: number, motive: number): EventMessage => ({
  epoch: 'a', seq: 1, type: 'comms', device: '3', ied: 3, code, motive, description: 'Alimentador 2',
  time: '2026-01-02T03:04:05Z', timeSource: 'device', clock: 'synchronised', received: '2026-01-02T03:04:06Z',
});

describe('an event of the communications or of an IED', () => {
  beforeEach(() => locale.choose('es'));

  it.each([
    [2, 0, 'Enlace con el IED', 'PERDIDO'],
    [2, 1, 'Enlace con el IED', 'RECUPERADO'],
    [3, 0b1001, 'Arranque del IED', 'encendido'],
    [3, 0b0110, 'Arranque del IED', 'caída de tensión, perro guardián, solo la UART'],
    [4, 0, 'Arranque de las comunicaciones', ''],
    [5, 3, 'Comunicaciones', 'código 5, motivo 3'],
  ])('of code %i and motive %i is put in words', (code, motive, description, state) => {
    const event = comms(code, motive);
    expect(eventDescription(event)).toBe(description);
    expect(eventState(event)).toBe(state);
  });

  it('is put in English too', () => {
    locale.choose('en');
    expect(eventState(comms(2, 0))).toBe('LOST');
  });
});
