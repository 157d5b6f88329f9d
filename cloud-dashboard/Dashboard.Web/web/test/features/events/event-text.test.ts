import { beforeEach, describe, expect, it } from 'vitest';
import { eventDescription, eventState } from '../../../src/features/events/event-text';
import type { EventMessage } from '../../../src/shared/contract/generated/contract';
import { locale } from '../../../src/shared/i18n/locale';

const comms = (code: number, motive: number): EventMessage => ({
  epoch: 'a', seq: 1, type: 'comms', device: '3', ied: 3, code, motive, description: 'Alimentador 2',
  time: '2026-01-02T03:04:05Z', timeSource: 'device', clock: 'synchronised', received: '2026-01-02T03:04:06Z',
});

const found = (finding: string, more: Partial<EventMessage> = {}): EventMessage => ({
  epoch: 'a', seq: 2, type: 'gateway', device: '2-4', ied: 4, comaster: 2, finding,
  time: '2026-01-02T03:04:05Z', timeSource: 'gateway', clock: 'synchronised', received: '2026-01-02T03:04:05Z', ...more,
});

describe('what the gateway itself found out', () => {
  beforeEach(() => locale.choose('es'));

  it.each([
    [found('clockOff', { description: 'Alimentador 2' }), 'Reloj fuera de hora: Alimentador 2', ''],
    [found('inputMasked', { port: 1, bit: 9 }), 'Entrada enmascarada por oscilación: IED 4, puerto 1, bit 9', ''],
    [found('energyMissing', { tag: 'LA1PA_03', count: 1 }), 'Falta un período de energía: LA1PA_03', ''],
    [found('energyMissing', { tag: 'LA1PA_03', count: 5 }), 'Falta un período de energía: LA1PA_03', '× 5'],
    [found('energyDiffers', { tag: 'LA1PA_03', count: 900, text: '24 h: 900, 96/96 × 15 min: 30' }),
      'El total del día no es la suma de sus períodos: LA1PA_03', '24 h: 900, 96/96 × 15 min: 30'],
    [found('inputUnmasked', { tag: 'LA152B03', count: 12 }), 'Entrada habilitada de nuevo: LA152B03', '12 eventos omitidos'],
    [found('energyMissing', { channel: 3 }), 'Falta un período de energía: IED 4, canal 3', ''],
    [found('eventsLost', { description: 'Alimentador 2' }), 'Se perdieron eventos en el IED: Alimentador 2', ''],
    [found('frequencyOff'), 'Aviso del gateway: frequencyOff', ''],
  ])('is put in words', (event, description, state) => {
    expect(eventDescription(event)).toBe(description);
    expect(eventState(event)).toBe(state);
  });

  it('is put in English too', () => {
    locale.choose('en');
    expect(eventDescription(found('clockRight'))).toBe('Clock right again');
  });
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
