import { beforeEach, describe, expect, it } from 'vitest';
import { EventList } from '../../src/shared/events/event-list';
import { eventState } from '../../src/shared/events/event-text';
import { EventsState } from '../../src/shared/events/events-state';
import type { SiteEvent } from '../../src/shared/contract/generated/contract';
import { locale } from '../../src/shared/i18n/locale';
import type { Live } from '../../src/shared/live/live';

const trip = (more: Partial<SiteEvent> = {}): SiteEvent => ({
  site: 'a', key: 'a/e1/1', epoch: 'e1', seq: 1, arrival: 7, type: 'digital', tag: 'LA152B03', alarmKind: 0, state: 1, text: 'Disparo',
  time: '2026-01-02T03:04:05Z', timeSource: 'device', clock: 'synchronised', received: '2026-01-02T03:04:06Z', ...more,
});
const aside = trip({ key: 'a/e1~+1a2b3c4d/1', epoch: 'e1~+1a2b3c4d', notAnnounced: true });
const placed = trip({ replaces: aside.key });

describe('fault 02: an event that may be of another sender', () => {
  beforeEach(() => locale.choose('es'));

  it.each([
    [{}, 'Disparo'],
    [{ beside: true }, 'Disparo, otro evento ya tiene su número'],
    [{ notAnnounced: true }, 'Disparo, no anunciado por su gateway'],
  ])('with %j is shown as "%s"', (more, words) => {
    expect(eventState(trip(more))).toBe(words);
  });

  it('is shown once, without its mark, when its gateway has announced it', () => {
    const list = new EventList();
    list.addPage([aside], undefined);
    expect(list.add(placed, false)).toBe(true);
    expect(list.shown).toEqual([placed]);
  });

  it('loses its mark also where its place was taken already, and while somebody reads further down', () => {
    const list = new EventList();
    list.addPage([trip({ arrival: 9 })], undefined);
    list.add(aside, true);
    expect(list.waiting).toEqual([aside]);
    expect(list.add(trip({ replaces: aside.key }), true)).toBe(true);
    expect(list.waiting).toEqual([]);
    expect(list.shown.map((one) => one.key)).toEqual(['a/e1/1']);
  });

  it('loses its mark in the strip', () => {
    let event: (site: string, event: SiteEvent) => void = () => undefined;
    const state = new EventsState({
      on: (name: string, listener: typeof event) => void (event = name === 'event' ? listener : event),
    } as unknown as Live);
    event('a', aside);
    expect(eventState(state.latest.value!)).toContain('no anunciado');
    event('a', placed);
    expect(state.latest.value).toBe(placed);
  });
});
