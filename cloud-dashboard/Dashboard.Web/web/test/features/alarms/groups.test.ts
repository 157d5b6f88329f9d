import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AlarmFilters } from '../../../src/features/alarms/alarm-filters';
import { AlarmsPage } from '../../../src/features/alarms/alarms-page';
import { alarms } from '../../../src/shared/alarms/alarms-state';
import { roles } from '../../../src/shared/api/role';
import type { AlarmGroupView, AlarmView } from '../../../src/shared/contract/generated/contract';
import { locale } from '../../../src/shared/i18n/locale';
import { live } from '../../../src/shared/live/live';
import type { Route } from '../../../src/shared/ui/navigation';
import { alarm, overviewOf } from '../../shared/alarms/samples';

const burst = { id: 7, first: 1, alarms: 2 };

describe('alarms in groups', () => {
  let page: AlarmsPage;
  let groups: AlarmGroupView[];
  let members: AlarmView[];
  const sent: { method: string; path: string; body: unknown }[] = [];

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    Element.prototype.scrollTo = () => undefined;
    locale.choose('es');
    roles.value = { role: 'operator' };
    sent.length = 0;
    members = [alarm(2, { burst, bay: 'F3' }), alarm(1, { burst, bay: 'F3', firstOut: true })];
    groups = [
      { key: 'c-9', site: 's', count: 1, unacknowledged: 1, active: 1, priority: 2, arrival: 9, alarm: alarm(9, { priority: 2 }) },
      { key: 'c7', site: 's', count: 2, unacknowledged: 2, active: 2, priority: 1, arrival: 2, alarm: members[1]!, cause: members[1]!.event },
    ];
    vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
      const body = init.body === undefined ? undefined : JSON.parse(String(init.body)) as { alarms?: { id: number }[] };
      sent.push({ method: init.method ?? 'GET', path, body });
      return Promise.resolve(path.includes('/acknowledge') ? Response.json({ alarms: body?.alarms?.map(({ id }) => ({ id, outcome: 'done' })) })
        : path.includes('/groups') ? Response.json({ groups, alarms: groups.reduce((sum, { count }) => sum + count, 0) })
          : Response.json({ alarms: members }));
    });
  });

  afterEach(() => {
    page.remove();
    delete (Element.prototype as Partial<Element>).scrollTo;
    roles.value = undefined;
    alarms.overview.value = undefined;
    live.stop();
    vi.unstubAllGlobals();
    vi.useRealTimers();
    document.body.innerHTML = '';
  });

  const settled = async (): Promise<void> => {
    await vi.advanceTimersByTimeAsync(0);
    await page.updateComplete;
  };
  const show = async (group = 'cause'): Promise<void> => {
    page = new AlarmsPage();
    page.query = { group };
    document.body.append(page);
    await vi.waitFor(async () => {
      await settled();
      expect(lines()).not.toHaveLength(0);
    });
  };
  const lines = (): HTMLElement[] => [...page.renderRoot.querySelectorAll<HTMLElement>('.line')];
  const text = (node: Node | null | undefined): string => node?.textContent?.trim().replace(/\s+/g, ' ') ?? '';
  const titles = (): string[] => lines().map((line) => text(line.querySelector('.what')));
  const press = async (key: string): Promise<void> => {
    page.renderRoot.querySelector('.scroll')?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    await settled();
  };
  const comes = async (...changed: AlarmView[]): Promise<void> => {
    alarms.updates.emit({ changed, all: true, overview: overviewOf() });
    await vi.advanceTimersByTimeAsync(1100);
    await settled();
  };
  const acknowledged = (): unknown[] => sent.filter(({ path }) => path.includes('/acknowledge')).map(({ body }) => body);

  it('are one line each, with how many, which priority, how many call and what was first', async () => {
    await show();
    expect(sent[0]?.path).toBe('/api/alarms/groups?state=open&order=arrival&by=cause&limit=100');
    expect(titles()).toEqual(['Alimentador 9', 'primeraAlimentador 1']);
    const group = lines()[1];
    expect(text(group?.querySelector('.state'))).toBe('2 sin reconocer');
    expect(text(group?.querySelector('.text'))).toBe('2 alarmas');
    expect([group?.getAttribute('aria-expanded'), group?.querySelector('.priority')?.getAttribute('data-priority')]).toEqual(['false', '1']);
    expect(text(page.renderRoot.querySelector('.total'))).toBe('3 alarmas en grupos');
  });

  it('open and close by a press and by keys, and ask for their alarms alone', async () => {
    await show();
    lines()[1]?.click();
    await settled();
    expect(sent.at(-1)?.path).toBe('/api/alarms?state=open&order=arrival&group=c7&limit=100');
    expect(titles()).toEqual(['Alimentador 9', 'primeraAlimentador 1', 'Alimentador 2', 'primeraAlimentador 1']);
    expect(lines().map((line) => line.getAttribute('aria-level'))).toEqual([null, '1', '2', '2']);
    await press('ArrowLeft');
    expect(lines()).toHaveLength(2);
    await press('Enter');
    expect(lines()).toHaveLength(4);
  });

  it('are opened, not acknowledged, by the keys for it while they are closed', async () => {
    await show();
    await press('End');
    await press('a');
    expect([acknowledged(), lines().length]).toEqual([[], 4]);
    expect(text(page.renderRoot.querySelector('[data-testid=outcome]'))).toBe('Abierto: se reconoce lo que se ve.');
    await press('a');
    expect(acknowledged()).toEqual([]);
    expect(text(page.renderRoot.querySelector('[data-testid=acknowledge-chosen]'))).toBe('Reconocer 2 (A)');
    await press('a');
    expect(acknowledged()).toEqual([{ alarms: [{ id: 2, raises: 1 }, { id: 1, raises: 1 }] }]);
  });

  it('let new ones wait while somebody reads, and are counted anew at once', async () => {
    await show();
    lines()[1]?.click();
    await settled();
    await press(' ');
    groups = [
      { key: 'c-11', site: 's', count: 1, unacknowledged: 1, active: 1, priority: 1, arrival: 11, alarm: alarm(11) },
      { ...groups[1]!, count: 3, unacknowledged: 3, arrival: 12 },
    ];
    await comes(alarm(11), alarm(12, { burst, bay: 'F3' }));
    expect(titles()).toEqual(['Alimentador 9', 'primeraAlimentador 1', 'Alimentador 2', 'primeraAlimentador 1']);
    expect(text(lines()[1]?.querySelector('.text'))).toBe('3 alarmas');
    expect(lines()[0]?.hasAttribute('data-gone')).toBe(true);
    expect(text(page.renderRoot.querySelector('.pill'))).toBe('2 nuevas');
    page.renderRoot.querySelector<HTMLElement>('.pill')?.click();
    await settled();
    expect(titles()).toEqual(['Alimentador 11', 'primeraAlimentador 1', 'Alimentador 12', 'Alimentador 2', 'primeraAlimentador 1']);
  });

  it('by bay name the bay, and what has none apart', async () => {
    groups = [
      { key: 'bs/F3', site: 's', bay: 'Alimentador 3', count: 2, unacknowledged: 0, active: 2, priority: 1, arrival: 2, alarm: members[1]! },
      { key: 'bs/', site: 's', count: 1, unacknowledged: 1, active: 0, priority: 4, arrival: 1, alarm: alarm(5) },
    ];
    await show('bay');
    expect(titles()).toEqual(['Alimentador 3primeraAlimentador 1', 'Fuera de los campos']);
    expect(text(lines()[0]?.querySelector('.state'))).toBe('reconocidas');
  });

  it('are a choice of the address, and offered in a flood', async () => {
    const recent = Array.from({ length: 11 }, () => new Date().toISOString());
    alarms.overview.value = { sites: [{ site: 's', acknowledged: 0, unacknowledged: [11, 0, 0, 0], recent }] };
    groups = [];
    page = new AlarmsPage();
    document.body.append(page);
    await settled();
    const went: Route[] = [];
    page.addEventListener('open-page', (event) => went.push((event as CustomEvent<Route>).detail));
    page.renderRoot.querySelectorAll<HTMLElement>('[data-testid=flood-offer] button')[1]?.click();
    const filters = page.renderRoot.querySelector<AlarmFilters>('alarm-filters');
    await filters?.updateComplete;
    [...filters?.renderRoot.querySelectorAll<HTMLElement>('.chip') ?? []].find((chip) => text(chip) === 'Por campo')?.click();
    expect(went.map(({ query }) => query?.['group'])).toEqual(['cause', 'bay']);
  });
});
