import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { OneTimePasswordBox } from '../../../src/features/users/one-time-password';
import type { UserPanel } from '../../../src/features/users/user-panel';
import { UsersPage } from '../../../src/features/users/users-page';
import type { UserView } from '../../../src/shared/contract/generated/contract';
import { locale } from '../../../src/shared/i18n/locale';

const user = (name: string, more: Partial<UserView> = {}): UserView =>
  ({ name, role: 'operator', disabled: false, mustChangePassword: false, sessions: [], stations: [], ...more });

describe('the page of users', () => {
  let page: UsersPage;
  let stored: UserView[];
  let answer: () => Response;
  let listed: () => Response;
  const sent: { method: string; path: string; body: unknown }[] = [];

  beforeEach(() => {
    locale.choose('es');
    stored = [user('ana', { sessions: ['2026-01-01T12:00:00Z'], lastLogIn: '2026-01-01T11:00:00Z' }),
      user('jefa', { role: 'administrator' }), user('sala', { role: 'viewer', disabled: true, mustChangePassword: true })];
    answer = () => new Response(null, { status: 204 });
    listed = () => Response.json(stored);
    sent.length = 0;
    vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
      const method = init.method ?? 'GET';
      sent.push({ method, path, body: init.body === undefined ? undefined : JSON.parse(String(init.body)) });
      return Promise.resolve(method === 'GET' ? listed() : answer());
    });
  });

  afterEach(() => {
    page.remove();
    vi.unstubAllGlobals();
  });

  const show = async (rows = 3): Promise<void> => {
    page = new UsersPage();
    page.self = 'jefa';
    document.body.append(page);
    await vi.waitFor(() => expect(page.renderRoot.querySelectorAll('tbody tr')).toHaveLength(rows));
  };
  const text = (node: Element | null | undefined): string => node?.textContent?.trim().replace(/\s+/g, ' ') ?? '';
  const part = (id: string): HTMLElement | null => page.renderRoot.querySelector<HTMLElement>(`[data-testid="${id}"]`);
  const panel = (): UserPanel | null => page.renderRoot.querySelector<UserPanel>('user-panel');
  const inPanel = <T extends HTMLElement = HTMLButtonElement>(id: string): T | null =>
    panel()?.renderRoot.querySelector<T>(`[data-testid="${id}"]`) ?? null;
  const settle = async (): Promise<void> => {
    await page.updateComplete;
    await panel()?.updateComplete;
  };
  const open = async (name: string): Promise<void> => {
    part(`user-${name}`)?.click();
    await settle();
  };
  const press = async (id: string): Promise<void> => {
    inPanel(id)?.click();
    await settle();
  };
  const changes = (): unknown[] => sent.filter(({ method }) => method !== 'GET');
  const lists = (): number => sent.filter(({ method }) => method === 'GET').length;
  const problem = (status: number, code: string, detail?: string): (() => Response) => () => Response.json({ code, detail }, { status });
  const failure = (): string => text(inPanel('failure'));

  it('shows who there is: role, state, last log-in and open sessions', async () => {
    await show();
    const cells = (name: string): string[] => ['role', 'state', 'lastLogIn', 'count'].map((one) => text(part(`user-${name}`)?.querySelector(`.${one}`)));
    expect(cells('ana').slice(0, 2)).toEqual(['operador', 'habilitado']);
    expect(cells('ana')[2]).toContain('01/01/2026 11:00:00');
    expect(cells('ana')[3]).toBe('1');
    expect(cells('sala')).toEqual(['observador', 'deshabilitado, debe cambiar la clave', 'sin ingresos anotados', '0']);
    expect(text(part('user-jefa')?.querySelector('.name'))).toBe('jefausted');
  });

  it('makes a user and shows the password once, until it is put aside', async () => {
    await show();
    part('new-user')?.click();
    await settle();
    inPanel<HTMLInputElement>('new-name')!.value = ' eva ';
    inPanel<HTMLSelectElement>('role')!.value = 'supervisor';
    inPanel('role')?.dispatchEvent(new Event('change'));
    answer = () => Response.json({ name: 'eva', password: 'abcd-efgh' });
    stored = [...stored, user('eva')];
    await press('new-create');
    await vi.waitFor(() => expect(part('user-eva')).not.toBeNull());
    expect(changes()).toEqual([{ method: 'POST', path: '/api/users', body: { name: 'eva', role: 'supervisor' } }]);
    const box = page.renderRoot.querySelector<OneTimePasswordBox>('one-time-password');
    await box?.updateComplete;
    expect(text(box?.renderRoot.querySelector('section'))).toContain('abcd-efgh');
    expect(text(box?.renderRoot.querySelector('section'))).toContain('No se vuelve a mostrar');
    box?.renderRoot.querySelector<HTMLElement>('[data-testid=password-aside]')?.click();
    await settle();
    expect([page.renderRoot.querySelector('one-time-password'), panel()]).toEqual([null, null]);
  });

  it('keeps a password while another one is made', async () => {
    await show();
    await open('ana');
    for (const name of ['ana', 'sala']) {
      await open(name);
      answer = () => Response.json({ name, password: `of-${name}` });
      await press('ask-password');
      await press('yes');
      await vi.waitFor(() => expect(inPanel<HTMLButtonElement>('ask-password')?.disabled).toBe(false));
    }
    const boxes = [...page.renderRoot.querySelectorAll<OneTimePasswordBox>('one-time-password')];
    expect(boxes.map(({ given }) => given?.password)).toEqual(['of-ana', 'of-sala']);
  });

  it('copies the password, and says so when the browser does not let it', async () => {
    await show();
    await open('ana');
    answer = () => Response.json({ name: 'ana', password: 'abcd-efgh' });
    await press('ask-password');
    await press('yes');
    await vi.waitFor(() => expect(page.renderRoot.querySelector('one-time-password')).not.toBeNull());
    const box = page.renderRoot.querySelector<OneTimePasswordBox>('one-time-password');
    const copied = vi.fn().mockRejectedValueOnce(new Error('refused')).mockResolvedValue(undefined);
    vi.stubGlobal('navigator', Object.assign(Object.create(navigator), { clipboard: { writeText: copied } }));
    box?.renderRoot.querySelector<HTMLElement>('[data-testid=password-copy]')?.click();
    await vi.waitFor(() => expect(text(box?.renderRoot.querySelector('[role=status]'))).toContain('no deja copiar'));
    box?.renderRoot.querySelector<HTMLElement>('[data-testid=password-copy]')?.click();
    await vi.waitFor(() => expect(text(box?.renderRoot.querySelector('[data-testid=password-copy]'))).toBe('Copiada'));
    expect(copied).toHaveBeenCalledWith('abcd-efgh');
  });

  it.each([
    ['ask-password', 'POST', '/api/users/ana/password', undefined],
    ['ask-disable', 'PUT', '/api/users/ana', { disabled: true }],
    ['ask-end', 'DELETE', '/api/users/ana/sessions', undefined],
    ['ask-remove', 'DELETE', '/api/users/ana', undefined],
  ])('with %s asks before it sends, and takes no for an answer', async (id, method, path, body) => {
    answer = () => id === 'ask-password' ? Response.json({ name: 'ana', password: 'x' }) : new Response(null, { status: 204 });
    await show();
    await open('ana');
    await press(id);
    expect(text(panel()?.renderRoot.querySelector('.sure [role=alert]'))).toContain('ana');
    await press('no');
    expect([changes(), inPanel('yes')]).toEqual([[], null]);
    await press(id);
    await press('yes');
    await vi.waitFor(() => expect(changes()).toEqual([{ method, path, body }]));
  });

  it('changes the role, enables and unlocks without a question, and asks for the list each time', async () => {
    await show();
    await open('sala');
    expect(inPanel('do-role')?.disabled).toBe(true);
    inPanel<HTMLSelectElement>('role')!.value = 'operator';
    inPanel('role')?.dispatchEvent(new Event('change'));
    await settle();
    for (const [id, many] of [['do-role', 2], ['do-enable', 3], ['do-unlock', 4]] as const) {
      await press(id);
      await vi.waitFor(() => expect([lists(), inPanel('do-unlock')?.disabled]).toEqual([many, false]));
    }
    expect(changes()).toEqual([
      { method: 'PUT', path: '/api/users/sala', body: { role: 'operator' } },
      { method: 'PUT', path: '/api/users/sala', body: { disabled: false } },
      { method: 'POST', path: '/api/users/sala/unlock', body: undefined }]);
    expect(text(part('outcome'))).toBe('sala está desbloqueado.');
  });

  it.each([
    ['lastAdministrator', problem(409, 'lastAdministrator'), 'Es el último administrador', 'This is the last administrator'],
    ['forbidden', problem(403, 'forbidden'), 'solo los administradores', 'Only administrators'],
    ['network', () => { throw new TypeError('no network'); }, 'no se sabe si se hizo', 'not known whether'],
    ['another code', problem(500, 'server'), 'No se pudo hacer (server)', 'could not be done (server)'],
  ])('says in both languages what it means: %s', async (_, refusal, es, en) => {
    await show();
    await open('jefa');
    answer = refusal;
    await press('ask-remove');
    await press('yes');
    await vi.waitFor(() => expect(failure()).toContain(es));
    locale.choose('en');
    await settle();
    expect(failure()).toContain(en);
  });

  it('says that a user is gone that somebody else removed, and asks for the list', async () => {
    await show();
    await open('ana');
    answer = problem(404, 'unknownUser');
    stored = stored.slice(1);
    await press('do-unlock');
    await vi.waitFor(() => expect([part('user-ana'), panel()]).toEqual([null, null]));
    expect(text(part('outcome'))).toBe('Ya no hay un usuario ana: otra persona lo eliminó.');
  });

  it.each([
    [problem(409, 'userExists'), 'Ya hay un usuario ana.'],
    [problem(400, 'refused', 'A name has Latin letters only.'), 'El servidor no lo aceptó: A name has Latin letters only.'],
  ])('keeps the form of a new user that was refused', async (refusal, words) => {
    await show();
    part('new-user')?.click();
    await settle();
    await press('new-create');
    expect(text(panel()?.renderRoot.querySelector('[role=alert]'))).toBe('Hace falta un nombre.');
    inPanel<HTMLInputElement>('new-name')!.value = 'ana';
    answer = refusal;
    await press('new-create');
    await vi.waitFor(() => expect(failure()).toBe(words));
    expect([inPanel<HTMLInputElement>('new-name')?.value, page.renderRoot.querySelector('one-time-password')]).toEqual(['ana', null]);
  });

  it('sorts by a column, and the other way round when pressed again', async () => {
    await show();
    const names = (): (string | undefined)[] => [...page.renderRoot.querySelectorAll('tbody .who')].map((one) => one.textContent);
    const sort = async (column: string): Promise<void> => {
      page.renderRoot.querySelector<HTMLElement>(`th.${column} button`)?.click();
      await settle();
    };
    await sort('state');
    expect([names(), page.renderRoot.querySelector('th.state')?.getAttribute('aria-sort')]).toEqual([['sala', 'ana', 'jefa'], 'ascending']);
    await sort('role');
    await sort('role');
    expect(names()).toEqual(['sala', 'ana', 'jefa']);
  });

  it.each([
    [problem(503, 'server'), 'No se pudieron leer los usuarios'], [problem(403, 'forbidden'), 'Sin permiso para ver los usuarios'],
  ])('shows bones while it loads, and what failed when it did', async (refusal, heading) => {
    listed = refusal;
    await show(0);
    await page.updateComplete;
    expect(page.renderRoot.querySelector('.skeleton, empty-state')).not.toBeNull();
    await vi.waitFor(() => expect(page.renderRoot.querySelector('empty-state')?.getAttribute('heading')).toBe(heading));
  });
});
