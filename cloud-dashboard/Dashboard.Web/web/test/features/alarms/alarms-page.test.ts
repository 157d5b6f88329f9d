import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AlarmFilters } from '../../../src/features/alarms/alarm-filters';
import type { AlarmPanel } from '../../../src/features/alarms/alarm-panel';
import { AlarmsPage } from '../../../src/features/alarms/alarms-page';
import type { AlarmKey } from '../../../src/shared/alarms/alarm-key';
import { alarms } from '../../../src/shared/alarms/alarms-state';
import { roles } from '../../../src/shared/api/role';
import type { AlarmView } from '../../../src/shared/contract/generated/contract';
import { locale } from '../../../src/shared/i18n/locale';
import { live } from '../../../src/shared/live/live';
import type { Route } from '../../../src/shared/ui/navigation';
import { alarm, overviewOf } from '../../shared/alarms/samples';

describe('the page of alarms', () => {
  let page: AlarmsPage;
  let stored: AlarmView[];
  let failing: boolean;
  const sent: { method: string; path: string; body: unknown }[] = [];
  const outcomes: Record<number, string> = {};

  beforeEach(() => {
    // jsdom lays nothing out, and its elements cannot scroll.
    Element.prototype.scrollTo = () => undefined;
    locale.choose('es');
    roles.value = { role: 'operator' };
    stored = [alarm(3, { priority: 2 }), alarm(2, { acknowledged: true, acknowledgedBy: 'ana', acknowledgedAt: '2026-01-01T12:05:06Z' }), alarm(1, { raises: 3 })];
    failing = false;
    sent.length = 0;
    vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
      const body = init.body === undefined ? undefined : JSON.parse(String(init.body)) as { alarms?: { id: number }[] };
      sent.push({ method: init.method ?? 'GET', path, body });
      return Promise.resolve(failing ? Response.json({ code: 'historianDown' }, { status: 503 })
        : path.includes('/acknowledge') ? Response.json({ alarms: body?.alarms?.map(({ id }) => ({ id, outcome: outcomes[id] ?? 'done' })) })
          : path.includes('/shelf') ? Response.json(stored[0])
            : /\/alarms\/\d+$/.test(path) ? Response.json({ alarm: stored[0], changes: [
              { kind: 'raised', at: '2026-01-01T12:00:01Z' }, { kind: 'acknowledged', at: '2026-01-01T12:05:06Z', who: 'ana', comment: 'visto' }] })
              : Response.json({ alarms: stored }));
    });
  });

  afterEach(() => {
    page.remove();
    delete (Element.prototype as Partial<Element>).scrollTo;
    roles.value = undefined;
    live.stop();
    for (const id of Object.keys(outcomes)) {
      delete outcomes[Number(id)];
    }
    vi.unstubAllGlobals();
    document.body.innerHTML = '';
  });

  const show = async (query: Route['query'] = {}, rows = 3): Promise<void> => {
    page = new AlarmsPage();
    page.query = query;
    document.body.append(page);
    await vi.waitFor(() => expect(lines()).toHaveLength(rows));
  };
  const lines = (): HTMLElement[] => [...page.renderRoot.querySelectorAll<HTMLElement>('.line')];
  const text = (node: Node | null | undefined): string => node?.textContent?.trim().replace(/\s+/g, ' ') ?? '';
  const cells = (line: HTMLElement | undefined, ...names: string[]): string[] => names.map((name) => text(line?.querySelector(`.${name}`)));
  const press = async (key: string, more: KeyboardEventInit = {}): Promise<void> => {
    page.renderRoot.querySelector('.scroll')?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, ...more }));
    await page.updateComplete;
  };
  const comes = async (...changed: AlarmView[]): Promise<void> => {
    alarms.updates.emit({ changed, all: true, overview: overviewOf() });
    await page.updateComplete;
  };
  const acknowledged = (): unknown[] => sent.filter(({ path }) => path.includes('/acknowledge')).map(({ body }) => body);
  const click = async (selector: string): Promise<void> => {
    page.renderRoot.querySelector<HTMLElement>(selector)?.click();
    await page.updateComplete;
  };

  it('shows priority, state, time, place, what, how often and who, each in words', async () => {
    await show();
    expect(cells(lines()[0], 'rank', 'state', 'what', 'tag', 'text', 'raises')).toEqual(
      ['2prioridad 2, alta', 'sin reconocer', 'Alimentador 3', 'F3', 'Disparo', '']);
    expect(cells(lines()[1], 'state', 'seen')).toEqual(['reconocida · ana', 'ana 12:05:06']);
    expect(cells(lines()[2], 'time', 'raises')).toEqual(['01/01/2026 12:00:00.000', '×3']);
    expect(lines().map((line) => line.querySelector('.priority')?.hasAttribute('data-calls'))).toEqual([true, false, true]);
  });

  it('marks a time that cannot be relied on', async () => {
    stored = [alarm(1)];
    stored[0]!.event.clock = 'unsynchronised';
    await show({}, 1);
    expect(lines()[0]?.querySelector('abbr')?.getAttribute('aria-label')).toBe('reloj sin sincronizar');
  });

  it('asks for what its address says, and goes to another address for another choice', async () => {
    await show({ state: 'unacknowledged', priority: '12', order: 'priority' });
    expect(sent[0]?.path).toBe('/api/alarms?state=unacknowledged&priority=12&order=priority&limit=100');
    const went: Route[] = [];
    page.addEventListener('open-page', (event) => went.push((event as CustomEvent<Route>).detail));
    const filters = page.renderRoot.querySelector<AlarmFilters>('alarm-filters');
    await filters?.updateComplete;
    filters?.renderRoot.querySelectorAll<HTMLElement>('.ranks .chip')[0]?.click();
    page.renderRoot.querySelector<HTMLElement>('.head .time button')?.click();
    expect(went.map(({ query }) => query)).toEqual([
      { state: 'unacknowledged', priority: '2', order: 'priority' }, { state: 'unacknowledged', priority: '12', order: 'time' }]);
  });

  it('lets new rows wait while something is chosen, and shows them at once otherwise', async () => {
    await show();
    await comes(alarm(4));
    expect(lines()).toHaveLength(4);
    await press('ArrowDown');
    await press(' ');
    await comes(alarm(5), alarm(6));
    expect([lines().length, text(page.renderRoot.querySelector('.pill'))]).toEqual([4, '2 nuevas']);
    await click('.pill');
    expect(cells(lines()[0], 'what')).toEqual(['Alimentador 6']);
    await comes(alarm(7));
    expect(lines()).toHaveLength(6);
    await press('Escape');
    await page.updateComplete;
    expect([lines().length, page.renderRoot.querySelector('.pill')]).toEqual([7, null]);
  });

  it('asks for the list again when something may have been missed', async () => {
    await show();
    stored = [alarm(9)];
    alarms.missed.emit();
    await vi.waitFor(() => expect(cells(lines()[0], 'what')).toEqual(['Alimentador 9']));
    expect(lines()).toHaveLength(1);
  });

  it('acknowledges what is chosen with the keys, as it was seen, with the comment', async () => {
    await show();
    await press('ArrowDown');
    await press('ArrowDown', { shiftKey: true });
    await press('ArrowDown', { shiftKey: true });
    expect(lines().map((line) => line.getAttribute('aria-selected'))).toEqual(['true', 'true', 'true']);
    const comment = page.renderRoot.querySelector<HTMLInputElement>('.comment');
    comment!.value = 'visto';
    outcomes[1] = 'raisedAgain';
    await press('A');
    await vi.waitFor(() => expect(text(page.renderRoot.querySelector('[data-testid=outcome]')))
      .toBe('1 reconocida. 1 se repitió entretanto y sigue sin reconocer.'));
    expect(acknowledged()).toEqual([{ alarms: [{ id: 3, raises: 1 }, { id: 1, raises: 3 }], comment: 'visto' }]);
    await press('Escape');
    expect(page.renderRoot.querySelector('.actions')).toBeNull();
  });

  it('acknowledges the row of the keys when nothing is chosen', async () => {
    await show();
    await press('End');
    await press('a');
    await vi.waitFor(() => expect(acknowledged()).toEqual([{ alarms: [{ id: 1, raises: 3 }] }]));
  });

  it('acknowledges all that is shown of a station, when asked twice', async () => {
    await show({ station: 's' });
    expect(text(page.renderRoot.querySelector('[data-testid=acknowledge-all]'))).toBe('Reconocer las 2 mostradas de s');
    await click('[data-testid=acknowledge-all]');
    expect(acknowledged()).toEqual([]);
    await click('[data-testid=acknowledge-all-yes]');
    await vi.waitFor(() => expect(acknowledged()).toEqual([{ alarms: [{ id: 3, raises: 1 }, { id: 1, raises: 3 }] }]));
  });

  it('gives a viewer nothing to press, and says who can', async () => {
    roles.value = { role: 'viewer' };
    await show({ station: 's' });
    await press('ArrowDown');
    await press(' ');
    await press('a');
    expect([page.renderRoot.querySelectorAll('.key, [data-testid=acknowledge-all]').length, acknowledged()]).toEqual([0, []]);
    expect(text(page.renderRoot.querySelector('.only'))).toContain('los operadores');
  });

  describe('with a role for one station', () => {
    beforeEach(() => {
      roles.value = { role: 'operator', all: 'viewer', stations: [{ site: 's', role: 'operator' }] };
      stored = [alarm(3), alarm(2, { site: 'other' }), alarm(1, { site: 'other', raises: 3 })];
    });

    const outcome = (): string => text(page.renderRoot.querySelector('[data-testid=outcome]'));

    it('acknowledges of what is chosen what the user may, and says how many were left', async () => {
      await show();
      await press('ArrowDown');
      await press('ArrowDown', { shiftKey: true });
      await press('ArrowDown', { shiftKey: true });
      expect(['acknowledge-chosen', 'left'].map((id) => text(page.renderRoot.querySelector(`[data-testid=${id}]`))))
        .toEqual(['Reconocer 1 (A)', '2 de estaciones donde su rol no reconoce']);
      await click('[data-testid=acknowledge-chosen]');
      await vi.waitFor(() => expect(outcome()).toBe('1 reconocida. 2 quedaron como estaban: su rol no reconoce en esas estaciones.'));
      expect(acknowledged()).toEqual([{ alarms: [{ id: 3, raises: 1 }] }]);
    });

    it('asks the server nothing where none of what is chosen may be acknowledged', async () => {
      locale.choose('en');
      await show();
      await press('End');
      await press(' ');
      expect(page.renderRoot.querySelector('[data-testid=acknowledge-chosen]')).toBeNull();
      await press('a');
      await vi.waitFor(() => expect(outcome()).toBe('1 was left: your role does not acknowledge at its station.'));
      expect(acknowledged()).toEqual([]);
    });

    it.each([['s', ''], ['other', 'Solo lectura en other: su rol no reconoce allí.']])(
      'offers all that is shown of a station where the user operates: %s', async (station, note) => {
        stored = stored.filter(({ site }) => site === station);
        await show({ station }, stored.length);
        expect(page.renderRoot.querySelectorAll('[data-testid=acknowledge-all]')).toHaveLength(note === '' ? 1 : 0);
        expect(text(page.renderRoot.querySelector('.only'))).toBe(note);
      });

    it('opens a panel that offers what the user may do at the station of the alarm', async () => {
      roles.value = { role: 'supervisor', all: 'operator', stations: [{ site: 's', role: 'supervisor' }] };
      await show();
      await press('ArrowDown');
      await press('Enter');
      const panel = page.renderRoot.querySelector<AlarmPanel>('alarm-panel');
      const offered = async (): Promise<string[]> => {
        await page.updateComplete;
        await panel?.updateComplete;
        const key = panel?.renderRoot.querySelector<AlarmKey>('alarm-key');
        await key?.updateComplete;
        return [key?.renderRoot, panel?.renderRoot].flatMap((root) => [...root?.querySelectorAll<HTMLElement>('[data-testid]') ?? []])
          .map(({ dataset }) => dataset['testid'] ?? '').filter((id) => ['acknowledge', 'shelve-8h', 'out-of-service', 'unshelve'].includes(id));
      };
      expect(await offered()).toEqual(['acknowledge', 'shelve-8h', 'out-of-service']);
      await press('ArrowDown');
      await press('Enter');
      expect(await offered()).toEqual(['acknowledge', 'shelve-8h']);
      roles.value = { role: 'supervisor', all: 'viewer', stations: [{ site: 's', role: 'supervisor' }] };
      expect(await offered()).toEqual([]);
      expect(text(panel?.renderRoot)).toContain('Solo lectura en other');
    });

    it('ends a shelving where the user operates, and out of service where the user supervises', async () => {
      roles.value = { role: 'supervisor', all: 'viewer', stations: [{ site: 's', role: 'supervisor' }, { site: 'other', role: 'operator' }] };
      const shelf = { who: 'ana', since: '2026-01-01T12:00:00Z', reason: 'obra' };
      stored = [alarm(3, { shelf }), alarm(2, { site: 'other', shelf }), alarm(1, { site: 'third', shelf: { ...shelf, until: '2099-01-01T12:00:00Z' } })];
      await show();
      const ends: boolean[] = [];
      for (let row = 0; row < 3; row++) {
        await press('ArrowDown');
        await press('Enter');
        const panel = page.renderRoot.querySelector<AlarmPanel>('alarm-panel');
        await panel?.updateComplete;
        ends.push(panel?.renderRoot.querySelector('[data-testid=unshelve]') !== null);
      }
      expect(ends).toEqual([true, false, false]);
    });
  });

  it('opens a panel with the history, and shelves with a reason', async () => {
    await show();
    await press('ArrowDown');
    await press('Enter');
    const panel = page.renderRoot.querySelector<AlarmPanel>('alarm-panel');
    await vi.waitFor(() => expect(panel?.renderRoot.querySelectorAll('li')).toHaveLength(2));
    expect(text(panel?.renderRoot.querySelector('li'))).toMatch(/^Reconocida por ana .* visto$/);
    const shelve = panel?.renderRoot.querySelector<HTMLButtonElement>('[data-testid=shelve-8h]');
    expect([shelve?.disabled, panel?.renderRoot.querySelector('[data-testid=out-of-service]')]).toEqual([true, null]);
    const reason = panel?.renderRoot.querySelector<HTMLInputElement>('.reason');
    reason!.value = 'obra';
    reason!.dispatchEvent(new Event('input'));
    roles.value = { role: 'supervisor' };
    await panel?.updateComplete;
    panel?.renderRoot.querySelector<HTMLButtonElement>('[data-testid=out-of-service]')?.click();
    await vi.waitFor(() => expect(sent.at(-1)).toEqual({ method: 'PUT', path: '/api/alarms/3/shelf', body: { reason: 'obra' } }));
    await press('Escape');
    expect(page.renderRoot.querySelector('alarm-panel')).toBeNull();
  });

  it('keeps the tree small with thousands of alarms', async () => {
    stored = Array.from({ length: 5000 }, (_, index) => alarm(5000 - index));
    await show({}, 35);
    expect(page.renderRoot.querySelector('.scroll')?.getAttribute('aria-rowcount')).toBe('5001');
    await press('End');
    expect(text(page.renderRoot.querySelector('[data-current] .what') ?? lines().at(-1)?.querySelector('.what'))).toContain('Alimentador');
    expect(lines().length).toBeLessThan(60);
  });

  it.each<[Route['query'], string]>([
    [{}, 'Sin alarmas abiertas'], [{ state: 'shelved' }, 'Sin alarmas suspendidas'], [{ text: 'x' }, 'Ninguna alarma con estos filtros'],
  ])('with nothing of %j says so', async (query, heading) => {
    stored = [];
    await show(query, 0);
    await vi.waitFor(() => expect(page.renderRoot.querySelector('empty-state')?.getAttribute('heading')).toBe(heading));
  });

  it('shows bones while it loads, and what failed when it did', async () => {
    failing = true;
    await show({}, 0);
    expect(page.renderRoot.querySelector('.skeleton')).not.toBeNull();
    await vi.waitFor(() => expect(page.renderRoot.querySelector('empty-state')?.getAttribute('heading')).toBe('No se pudieron leer las alarmas'));
  });
});
