import { beforeEach, describe, expect, it } from 'vitest';
import { eventDescription, eventState } from '../../../src/shared/events/event-text';
import type { EventMessage } from '../../../src/shared/contract/generated/contract';
import { locale } from '../../../src/shared/i18n/locale';

const comms = (condition: string, more: Partial<EventMessage> = {}): EventMessage => ({
  epoch: 'a', seq: 1, type: 'comms', device: '3', condition, description: 'Alimentador 2',
  time: '2026-01-02T03:04:05Z', timeSource: 'device', clock: 'synchronised', received: '2026-01-02T03:04:06Z', ...more,
});
const native = { protocol: 'mara', concentrator: 2, ied: 4 };

const found = (finding: string, more: Partial<EventMessage> = {}): EventMessage => ({
  epoch: 'a', seq: 2, type: 'gateway', device: '2-4', native, finding,
  time: '2026-01-02T03:04:05Z', timeSource: 'gateway', clock: 'synchronised', received: '2026-01-02T03:04:05Z', ...more,
});

describe('a kind of event that only a newer gateway has', () => {
  it('is shown in the word of the gateway', () => {
    locale.choose('es');
    const newer = { ...found(''), type: 'settingGroup', tag: 'LA152B03', text: '1 → 2' } as unknown as EventMessage;
    expect([eventDescription(newer), eventState(newer)]).toEqual(['Evento de tipo desconocido: settingGroup: LA152B03', '1 → 2']);
  });
});

const centre = (finding: string, more: Partial<EventMessage>): EventMessage => {
  const { device: _device, ...event } = found(finding, more);
  return event;
};

describe('what the centre found out', () => {
  beforeEach(() => locale.choose('es'));

  it.each([
    [found('backlogStuck', { device: 'central', count: 1, text: '12345' }),
      'Un historiador no recibe lo que el gateway le guarda: central', '12345 registros en espera'],
    [found('backlogStuck', { device: 'central', count: 0, text: '3' }),
      'Un historiador no recibe lo que el gateway le guarda: central', 'se resolvió, 3 registros en espera'],
    [centre('gatewayClockOff', { count: 1, text: '+12 s' }), 'El reloj del gateway difiere del reloj del centro', '+12 s'],
    [centre('sourceGone', { count: 0, tag: 'LA999', description: 'Protección 51', text: 'pointGone' }),
      'Ya no está lo que tenía la alarma: Protección 51', 'el punto ya no está en la planilla'],
    [found('sourceGone', { count: 0, device: 'f9', condition: 'deviceLost', text: 'aWordOfTomorrow' }),
      'Ya no está lo que tenía la alarma: f9', 'aWordOfTomorrow'],
    [centre('historianDown', { count: 0 }), 'El centro no pudo guardar eventos ni valores', 'se resolvió'],
  ])('is said with what it is about', (event, description, state) => {
    expect([eventDescription(event), eventState(event)]).toEqual([description, state]);
  });
});

describe('what the gateway itself found out', () => {
  beforeEach(() => locale.choose('es'));

  it.each([
    [found('clockOff', { description: 'Alimentador 2' }), 'Reloj fuera de hora: Alimentador 2', ''],
    [found('inputMasked', { native: { ...native, port: 1, bit: 9 } }), 'Entrada enmascarada por oscilación: IED 4, puerto 1, bit 9', ''],
    [found('energyMissing', { tag: 'LA1PA_03', count: 1 }), 'Falta un período de energía: LA1PA_03', ''],
    [found('energyMissing', { tag: 'LA1PA_03', count: 5 }), 'Falta un período de energía: LA1PA_03', '× 5'],
    [found('energyDiffers', { tag: 'LA1PA_03', count: 900, text: '24 h: 900, 96/96 × 15 min: 30' }),
      'El total del día no es la suma de sus períodos: LA1PA_03', '24 h: 900, 96/96 × 15 min: 30'],
    [found('inputUnmasked', { tag: 'LA152B03', count: 12 }), 'Entrada habilitada de nuevo: LA152B03', '12 eventos omitidos'],
    [found('energyMissing', { native: { ...native, channel: 3 } }), 'Falta un período de energía: IED 4, canal 3', ''],
    [found('aboveMaximum', { description: 'Barra 1', count: 1, text: 'ALTA', value: 14.42, unit: 'kV' }),
      'Por encima del máximo: Barra 1', 'ALTA, 14,42 kV'],
    [found('belowMinimum', { description: 'Barra 1', count: 0, text: 'BAJA', value: 13, unit: 'kV' }),
      'Por debajo del mínimo: Barra 1', 'de nuevo dentro del límite, 13,00 kV'],
    [found('steppedUp', { description: 'Barra 1', text: 'DELTA MAX', value: 14.42, unit: 'kV' }),
      'Salto hacia arriba: Barra 1', 'DELTA MAX, 14,42 kV'],
    [found('steppedDown', { description: 'Barra 1', count: 3, value: 13, unit: 'kV' }),
      'Salto hacia abajo: Barra 1', '13,00 kV, 3 saltos más hasta este'],
    [found('alarmSuppressed', { description: 'Barra 1', count: 1, text: 'LA152B01=0' }),
      'Alarmas inhibidas por la planilla: Barra 1', 'LA152B01=0'],
    [found('alarmSuppressed', { tag: 'LA1VV_01', count: 0, text: 'LA152B01=0' }),
      'Alarmas inhibidas por la planilla: LA1VV_01', 'LA152B01=0, ya no'],
    [found('eventsLost', { description: 'Alimentador 2' }), 'Se perdieron eventos en el IED: Alimentador 2', ''],
    [found('gatewaySilent'), 'El gateway dejó de dar noticias', ''],
    [found('linkDown', { device: 'comaster', text: '10.0.0.4: timed out' }), 'comaster dejó de responder', '10.0.0.4: timed out'],
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

describe('an event of a double-bit', () => {
  const moved = (doubleBit: string, more: Partial<EventMessage> = {}): EventMessage => ({
    epoch: 'a', seq: 3, type: 'digital', device: '4', tag: 'LA152B03', doubleBit,
    time: '2026-01-02T03:04:05Z', timeSource: 'device', clock: 'synchronised', received: '2026-01-02T03:04:06Z', ...more,
  });

  it.each([
    ['es', 'intermediate', 'en tránsito'], ['es', 'off', 'abierto'], ['es', 'on', 'cerrado'],
    ['es', 'indeterminate', 'ambos extremos a la vez'], ['en', 'intermediate', 'between its ends'], ['en', 'off', 'open'],
    ['en', 'on', 'closed'], ['en', 'indeterminate', 'both ends at once'], ['es', 'parked', 'parked'],
  ] as const)('has a word for each position, in %s', (language, position, word) => {
    locale.choose(language);
    expect(eventState(moved(position))).toBe(word);
    expect(eventState(moved(position, { text: 'LIBRE', flags: ['invalid'] }))).toMatch(/^LIBRE, /);
  });
});

describe('an event of the communications or of an IED', () => {
  beforeEach(() => locale.choose('es'));

  it.each([
    [comms('linkLost'), 'Enlace con el IED', 'PERDIDO'],
    [comms('linkRestored'), 'Enlace con el IED', 'RECUPERADO'],
    [comms('restarted', { causes: ['powerOn'] }), 'Arranque del IED', 'encendido'],
    [comms('uartRestarted', { causes: ['brownOut', 'watchdog'] }), 'Arranque del IED', 'caída de tensión, watchdog, solo la UART'],
    [comms('communicationsRestarted'), 'Arranque de las comunicaciones', ''],
    [comms('other', { native: { ...native, code: 5, motive: 3 } }), 'Comunicaciones', 'código 5, motivo 3'],
    [comms('batteryLow', { causes: ['moon'] }), 'batteryLow', 'moon'],
  ])('is put in words', (event, description, state) => {
    expect(eventDescription(event)).toBe(description);
    expect(eventState(event)).toBe(state);
  });

  it('is put in English too', () => {
    locale.choose('en');
    expect(eventState(comms('linkLost'))).toBe('LOST');
  });
});

describe('an event of an input', () => {
  beforeEach(() => locale.choose('es'));
  const changed = (type: 'digital' | 'value', more: Partial<EventMessage>): EventMessage => ({
    epoch: 'a', seq: 1, type, time: '2026-01-02T03:04:05Z', timeSource: 'device', clock: 'synchronised', received: '2026-01-02T03:04:06Z', ...more,
  });

  it('has its place where the profile does not know it, and never hides that it is not valid', () => {
    const event = changed('digital', { state: 1, native: { ...native, port: 1, bit: 9 }, flags: ['invalid', 'newerThanThisPage'] });
    expect(eventDescription(event)).toBe('Punto desconocido: IED 4, puerto 1, bit 9');
    expect(eventState(event)).toBe('aparece, no válido, newerThanThisPage');
  });

  it('has a number with its unit where it is analogue', () => {
    const event = changed('value', { tag: 'LA1PA_03', value: 1234.5, unit: 'kW' });
    expect([eventDescription(event), eventState(event)]).toEqual(['LA1PA_03', '1234,50 kW']);
  });
});
