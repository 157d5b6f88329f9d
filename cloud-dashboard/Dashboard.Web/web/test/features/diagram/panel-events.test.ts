import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PanelEvents } from '../../../src/features/diagram/panel-events';
import { api, ApiError } from '../../../src/shared/api/api';
import type { SiteEvent } from '../../../src/shared/contract/generated/contract';
import { events } from '../../../src/shared/events/events-state';
import { locale } from '../../../src/shared/i18n/locale';

const event = (seq: number, text: string, tag = 'F3', site = 'north'): SiteEvent => ({
  epoch: 'e1', seq, type: 'digital', time: `2026-03-01T12:00:0${seq}Z`, tag, text, state: 1, site, key: `e1.${seq}`,
  received: `2026-03-01T12:00:0${seq}Z`, arrival: seq,
}) as unknown as SiteEvent;

describe('the last events of a point', () => {
  let panel: PanelEvents;

  beforeEach(() => {
    locale.choose('es');
    panel = new PanelEvents();
    [panel.site, panel.tag] = ['north', 'F3'];
  });

  afterEach(() => {
    panel.remove();
    vi.restoreAllMocks();
  });

  const shown = (): string[] => [...panel.renderRoot.querySelectorAll('li strong')].map((one) => one.textContent ?? '');

  const open = async (): Promise<void> => {
    document.body.append(panel);
    await vi.waitFor(() => {
      expect(panel.renderRoot.querySelector('h3')).not.toBeNull();
      expect(panel.renderRoot.querySelector('.bone')).toBeNull();
    });
  };

  it('are those of the historian, and what comes live of this point alone', async () => {
    const asked = vi.spyOn(api, 'events').mockResolvedValue({ events: [event(2, 'cerrado'), event(1, 'abierto')] });
    await open();
    expect(asked).toHaveBeenCalledWith('north', 5, undefined, 'F3');
    expect(shown()).toEqual(['cerrado', 'abierto']);
    events.came.emit(event(3, 'abierto'));
    events.came.emit(event(4, 'otro', 'F4'));
    events.came.emit(event(5, 'lejos', 'F3', 'south'));
    await panel.updateComplete;
    expect(shown()).toEqual(['abierto', 'cerrado', 'abierto']);
  });

  it('are asked for again after a gap, and never of the point before', async () => {
    const asked = vi.spyOn(api, 'events').mockResolvedValue({ events: [event(1, 'abierto')] });
    await open();
    asked.mockResolvedValue({ events: [event(2, 'cerrado'), event(1, 'abierto')] });
    events.missed.emit();
    await vi.waitFor(() => expect(shown()).toEqual(['cerrado', 'abierto']));
    asked.mockResolvedValue({ events: [] });
    panel.tag = 'F4';
    await vi.waitFor(() => expect(panel.renderRoot.textContent).toContain('Ninguno en el historial'));
    expect(shown()).toEqual([]);
  });

  it('say why they are not there', async () => {
    vi.spyOn(api, 'events').mockRejectedValue(new ApiError('tooMany', 429));
    await open();
    expect(panel.renderRoot.querySelector('[role=status]')?.textContent).toContain('tooMany');
  });
});
