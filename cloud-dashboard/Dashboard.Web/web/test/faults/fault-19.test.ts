import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AppStrip } from '../../src/app/app-strip';
import { doubtOf } from '../../src/shared/events/doubt';
import { EventsPage } from '../../src/features/events/events-page';
import type { SiteEvent } from '../../src/shared/contract/generated/contract';
import { locale } from '../../src/shared/i18n/locale';
import { live } from '../../src/shared/live/live';
import { SiteData } from '../../src/shared/site/site-data';
import { watched } from '../../src/shared/site/watched';
import { hear, shown } from './strip';

const received = '2026-01-01T12:00:00Z';
const trip = (seq: number, more: Partial<SiteEvent> = {}): SiteEvent => ({
  site: 's', key: `s/${seq}`, epoch: 'e', seq, arrival: seq, type: 'digital', tag: `F${seq}`, description: `Alimentador ${seq}`,
  alarmKind: 0, state: 1, time: received, timeSource: 'device', clock: 'synchronised', received, ...more,
} as SiteEvent);
const ahead = '2027-01-01T12:00:00Z';

describe('fault 19: a stamp that cannot be right', () => {
  beforeEach(() => locale.choose('es'));

  it.each([
    [{ time: ahead }, 'hora adelantada: posterior a su llegada'],
    [{ time: '2026-01-01T12:00:01.900Z' }, ''],
    [{ time: '2025-12-31T11:59:59Z' }, 'hora vieja: más de un día anterior a su llegada'],
    [{ time: '2025-12-31T12:00:01Z' }, ''],
    [{ time: '2025-01-01T12:00:00Z', timeSource: 'gateway' as const }, 'hora vieja: más de un día anterior a su llegada'],
    [{ time: ahead, clock: 'unsynchronised' as const }, 'reloj sin sincronizar'],
    [{ time: ahead, gatewayClock: 'notSet' }, 'reloj sin hora'],
    [{ gatewayClock: 'unsynchronised' }, 'reloj sin sincronizar'],
    [{ clock: 'unsynchronised' as const, gatewayClock: 'notSet' }, 'reloj sin sincronizar'],
    [{}, ''],
    [{ epoch: 'centre', timeSource: 'gateway' as const, finding: 'certificateEnds' }, ''],
    [{ epoch: 'centre', timeSource: 'gateway' as const, finding: 'linkDown' }, 'hora del gateway'],
  ])('with %j is in doubt as "%s"', (more, words) => expect(doubtOf(trip(1, more))).toBe(words));

  describe('has its mark', () => {
    afterEach(() => {
      watched.data.value = undefined;
      live.stop();
      vi.unstubAllGlobals();
      document.body.innerHTML = '';
    });

    const marks = (part: EventsPage | AppStrip): string[] =>
      [...part.renderRoot.querySelectorAll('abbr')].map((mark) => mark.getAttribute('aria-label') ?? '');

    it('in the list, at its entry alone', async () => {
      vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ events: [trip(2), trip(1, { time: ahead })] })));
      watched.data.value = new SiteData('s');
      const page = new EventsPage();
      document.body.append(page);
      await vi.waitFor(() => expect(page.renderRoot.querySelectorAll('tbody tr')).toHaveLength(2));
      expect(marks(page)).toEqual(['hora adelantada: posterior a su llegada']);
      expect(page.renderRoot.querySelector('tbody tr:last-child abbr')).not.toBeNull();
      page.remove();
    });

    it('in the strip, which shows what arrived last', async () => {
      const strip = await shown(trip(1, { time: ahead }));
      expect(marks(strip)).toEqual(['hora adelantada: posterior a su llegada']);
      hear(trip(2));
      await strip.updateComplete;
      expect([marks(strip), strip.renderRoot.querySelector('.what')?.textContent]).toEqual([[], 'Alimentador 2']);
      strip.remove();
    });
  });
});
