import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AuditFilters } from '../../../src/features/audit/audit-filters';
import { AuditPage } from '../../../src/features/audit/audit-page';
import { acts, actText } from '../../../src/features/audit/audit-words';
import type { AuditView } from '../../../src/shared/contract/generated/contract';
import { locale } from '../../../src/shared/i18n/locale';
import type { Route } from '../../../src/shared/ui/navigation';

const line = (id: number, more: Partial<AuditView> = {}): AuditView =>
  ({ id, time: '2026-01-01T12:00:00.0420000Z', who: 'ana', from: '10.0.0.7', what: 'logIn', hash: `hash-${id}`, ...more });

describe('the page of the record', () => {
  let page: AuditPage;
  let stored: AuditView[];
  let refusal: (() => Response) | undefined;
  const asked: string[] = [];

  beforeEach(() => {
    locale.choose('es');
    stored = [
      line(3, { what: 'userRole', target: 'sala', old: 'viewer', new: 'operator' }),
      line(2, { who: 'root', from: 'command line', what: 'newerThanThisPage', target: 'x' }), line(1)];
    refusal = undefined;
    asked.length = 0;
    vi.stubGlobal('fetch', (path: string) => {
      asked.push(path);
      const query = new URLSearchParams(path.split('?')[1]);
      const rest = stored.filter(({ id }) => id < Number(query.get('before') ?? Infinity));
      const entries = rest.slice(0, Number(query.get('limit')));
      return Promise.resolve(refusal?.()
        ?? Response.json({ entries, ...(rest.length > entries.length ? { next: String(entries.at(-1)?.id) } : {}) }));
    });
  });

  afterEach(() => {
    page.remove();
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  const rows = (): HTMLElement[] => [...page.renderRoot.querySelectorAll<HTMLElement>('tbody tr')];
  const show = async (query: Route['query'] = {}, count = 3): Promise<void> => {
    page = new AuditPage();
    page.query = query;
    document.body.append(page);
    await vi.waitFor(() => expect(rows()).toHaveLength(count));
    await form()?.updateComplete;
  };
  const text = (node: Element | null | undefined): string => node?.textContent?.trim().replace(/\s+/g, ' ') ?? '';
  const part = (id: string): HTMLElement | null => page.renderRoot.querySelector<HTMLElement>(`[data-testid="${id}"]`);
  const form = (): AuditFilters | null => page.renderRoot.querySelector<AuditFilters>('audit-filters');
  const field = (name: string): HTMLInputElement => form()?.renderRoot.querySelector(`[name=${name}]`) as HTMLInputElement;
  const went = (): Route['query'][] => {
    const routes: Route['query'][] = [];
    page.addEventListener('open-page', (event) => routes.push((event as CustomEvent<Route>).detail.query));
    return routes;
  };
  const problem = (status: number, code: string): (() => Response) => () => Response.json({ code }, { status });

  it('shows when to the millisecond, who, from where, what in words, to what, and how it was and is', async () => {
    await show();
    const cells = (id: number): string[] => ['time', 'who', 'from', 'what', 'target', 'change'].map((one) => text(part(`line-${id}`)?.querySelector(`.${one}`)));
    expect(cells(3)).toEqual(['01/01/2026 12:00:00.042', 'ana', '10.0.0.7', 'cambió el rol de un usuario', 'sala', 'observadorpasa aoperador']);
    expect(cells(2).slice(1)).toEqual(['root', 'línea de comandos', 'newerThanThisPage', 'x', '']);
    expect(part('line-3')?.querySelector('.id')?.getAttribute('title')).toContain('hash-3');
  });

  it('says until when an alarm was shelved, and why', async () => {
    stored = [line(1, { what: 'alarmShelved', target: 's/input/A #1', new: '2026-01-01T13:00:00.0000000Z obra en F3' })];
    await show({}, 1);
    expect(text(part('line-1')?.querySelector('.change'))).toBe('hasta el 01/01/2026 13:00:00: obra en F3');
  });

  it('has words in both languages for each of what the server writes down', () => {
    const written = [...readFileSync('../../Dashboard.Historian/Audit/AuditEntry.cs', 'utf8').matchAll(/const string \w+ = "(\w+)"/g)].map((match) => match[1]);
    expect(written.length).toBeGreaterThan(10);
    expect([...acts].sort()).toEqual(written.sort());
    expect(acts.filter((act) => actText(act) === act)).toEqual([]);
  });

  it('asks for what its address says, and offers the table of the same lines', async () => {
    await show({ who: 'ana', what: 'logIn', from: '2026-01-01T00:00:00Z' });
    expect(asked).toEqual(['/api/audit?who=ana&what=logIn&from=2026-01-01T00%3A00%3A00Z&limit=100']);
    expect(part('csv')?.getAttribute('href')).toBe('/api/audit/csv?who=ana&what=logIn&from=2026-01-01T00%3A00%3A00Z');
    expect([field('who').value, field('what').value, field('from').value]).toEqual(['ana', 'logIn', '2026-01-01T00:00']);
  });

  it('goes to the address of what the form says', async () => {
    await show();
    const routes = went();
    field('who').value = ' ana ';
    field('what').value = 'userRole';
    field('to').value = '2026-01-02T00:00';
    form()?.renderRoot.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }));
    expect(routes).toEqual([{ who: 'ana', what: 'userRole', to: '2026-01-02T00:00:00.000Z' }]);
  });

  it('shows what is chosen as chips that take it back', async () => {
    await show({ who: 'ana', what: 'logIn' });
    const routes = went();
    const chip = (id: string): HTMLElement | null => form()?.renderRoot.querySelector<HTMLElement>(`[data-testid=${id}]`) ?? null;
    expect([text(chip('chip-who')), chip('chip-what')?.getAttribute('aria-label')]).toEqual(['quién: ana', 'Quitar el filtro qué: ingresó']);
    chip('chip-who')?.click();
    chip('clear')?.click();
    part('line-3')?.querySelector<HTMLElement>('.target button')?.click();
    expect(routes).toEqual([{ what: 'logIn' }, {}, { who: 'ana', what: 'logIn', target: 'sala' }]);
  });

  it('asks anew when its address changes', async () => {
    await show();
    stored = [line(9, { who: 'eva' })];
    page.query = { who: 'eva' };
    await vi.waitFor(() => expect(rows().map((row) => row.dataset['testid'])).toEqual(['line-9']));
    expect(asked.at(-1)).toBe('/api/audit?who=eva&limit=100');
  });

  it('brings older lines page by page, to the end, and the newest anew', async () => {
    stored = Array.from({ length: 250 }, (_, index) => line(250 - index));
    await show({}, 100);
    for (const count of [200, 250]) {
      part('more')?.click();
      await vi.waitFor(() => expect(rows()).toHaveLength(count));
    }
    expect([part('more'), rows().at(-1)?.dataset['testid']]).toEqual([null, 'line-1']);
    stored = [line(251), ...stored];
    part('again')?.click();
    await vi.waitFor(() => expect([rows().length, rows()[0]?.dataset['testid']]).toEqual([100, 'line-251']));
  });

  it('keeps what it has when more cannot be read, and says since when', async () => {
    stored = Array.from({ length: 150 }, (_, index) => line(150 - index));
    await show({}, 100);
    refusal = problem(503, 'historianDown');
    part('more')?.click();
    await vi.waitFor(() => expect(text(page.renderRoot.querySelector('.old'))).toContain('historianDown'));
    refusal = undefined;
    part('more')?.click();
    await vi.waitFor(() => expect([rows().length, page.renderRoot.querySelector('.old')]).toEqual([150, null]));
  });

  it.each([
    [problem(503, 'historianDown'), 'No se pudo leer el registro', true], [problem(403, 'forbidden'), 'Sin permiso para leer el registro', false],
    [problem(400, 'badQuery'), 'El servidor no entiende estos filtros', false],
  ])('shows what failed, and tries again only what can succeed', async (refused, heading, again) => {
    vi.useFakeTimers();
    refusal = refused;
    page = new AuditPage();
    document.body.append(page);
    await page.updateComplete;
    expect(page.renderRoot.querySelector('.skeleton')).not.toBeNull();
    await vi.advanceTimersByTimeAsync(5000);
    expect(page.renderRoot.querySelector('empty-state')?.getAttribute('heading')).toBe(heading);
    expect(asked.length > 1).toBe(again);
  });

  it.each<[Route['query'], string]>([[{}, 'Sin líneas todavía'], [{ who: 'nadie' }, 'Ninguna línea con estos filtros']])('with nothing of %j says so', async (query, heading) => {
    stored = [];
    await show(query, 0);
    await vi.waitFor(() => expect(page.renderRoot.querySelector('empty-state')?.getAttribute('heading')).toBe(heading));
  });
});
