import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AccountPage } from '../../../src/features/session/account-page';
import { LoginPage } from '../../../src/features/session/login-page';
import { session } from '../../../src/features/session/session-state';
import { locale } from '../../../src/shared/i18n/locale';
import { live } from '../../../src/shared/live/live';

type Shadowed = HTMLElement & { updateComplete: Promise<boolean> };

const account = {
  user: 'ana', secondFactor: false, isNeeded: false, recoveryCodes: 0,
  sessions: [{ id: 'a', seen: '2026-01-01T00:00:00Z', isThis: true }, { id: 'b', seen: '2026-01-01T00:00:00Z', isThis: false }],
};
const sent: { method: string; path: string; body: unknown }[] = [];
let answers: Record<string, () => Response>;
let page: Shadowed;

beforeEach(() => {
  locale.choose('es');
  sent.length = 0;
  answers = { 'GET /api/account': () => Response.json(account) };
  vi.spyOn(live, 'start').mockResolvedValue();
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
    const method = init.method ?? 'GET';
    sent.push({ method, path, body: init.body === undefined ? undefined : JSON.parse(String(init.body)) });
    return Promise.resolve((answers[`${method} ${path}`] ?? (() => new Response(null, { status: 204 })))());
  });
});

afterEach(() => {
  page.remove();
  session.leave();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const show = async (one: Shadowed): Promise<void> => {
  page = one;
  document.body.append(page);
  await page.updateComplete;
};
const find = (id: string, root: ParentNode = page.shadowRoot!): HTMLElement | null => {
  const here = root.querySelector<HTMLElement>(`[data-testid="${id}"]`);
  const inner = [...root.querySelectorAll('*')].map((node) => node.shadowRoot && find(id, node.shadowRoot));
  return here ?? inner.find((one) => one) ?? null;
};
const type = (id: string, value: string): void => {
  (find(id) as HTMLInputElement).value = value;
};
/** A busy machine takes its time. */
const until = (check: () => void): Promise<void> => vi.waitFor(check, 10_000);
const problem = (status: number, code: string): (() => Response) => () => Response.json({ code }, { status });

describe('the log-in of a user with a second factor', () => {
  it('asks for the code when the password was right', async () => {
    answers['POST /api/session'] = problem(401, 'codeRequired');
    await show(new LoginPage());
    type('login-user', 'ana');
    type('login-password', 'clave');
    expect(find('login-code')).toBeNull();
    find('login-submit')?.click();
    await until(() => expect(find('login-code')).not.toBeNull());
    answers['POST /api/session'] = () => Response.json({ user: 'ana', role: 'operator', mustChangePassword: false });
    type('login-code', '123456');
    find('login-submit')?.click();
    await until(() => expect(session.current.value?.user).toBe('ana'));
    const logIns = sent.filter(({ method, path }) => `${method} ${path}` === 'POST /api/session');
    expect(logIns.at(-1)?.body).toEqual({ user: 'ana', password: 'clave', code: '123456' });
  });
});

describe('the page of the own account', () => {
  beforeEach(async () => {
    await show(new AccountPage());
    await until(() => expect(find('end')).not.toBeNull());
  });

  it('sets up a second factor with a code of it, and shows the recovery codes once', async () => {
    answers['POST /api/account/second-factor'] = () => Response.json({ key: 'ABC', uri: 'otpauth://x', svg: '<svg/>' });
    answers['PUT /api/account/second-factor'] = problem(400, 'badCode');
    type('factor-password', 'clave');
    find('factor-go')?.click();
    await until(() => expect(find('factor-key')?.textContent).toBe('ABC'));
    type('factor-code', '000000');
    find('factor-enable')?.click();
    await until(() => expect(find('factor-error')?.textContent).toContain('El código no es el correcto'));
    answers['PUT /api/account/second-factor'] = () => Response.json({ codes: ['AAAA-BBBB'] });
    find('factor-enable')?.click();
    await until(() => expect(find('factor-done')).not.toBeNull());
    answers['GET /api/account'] = () => Response.json({ ...account, secondFactor: true, recoveryCodes: 10 });
    find('factor-done')?.click();
    await until(() => expect(page.shadowRoot?.textContent).toContain('Quedan 10 códigos'));
  });

  it('changes the password and says so, with a live connection of the new session', async () => {
    const stopped = vi.spyOn(live, 'stop');
    answers['PUT /api/session/password'] = () => Response.json({ user: 'ana', role: 'operator', mustChangePassword: false });
    type('change-current', 'clave');
    type('change-new', 'otra frase larga');
    type('change-again', 'otra frase larga');
    find('change-submit')?.click();
    await until(() => expect((find('change-current') as HTMLInputElement).value).toBe(''));
    await until(() => expect(page.shadowRoot?.querySelector('password-page')?.shadowRoot?.textContent).toContain('La clave cambió'));
    expect(stopped).toHaveBeenCalledTimes(1);
  });

  it('ends another session', async () => {
    find('end')?.click();
    await until(() => expect(sent.filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path}`))
      .toEqual(['DELETE /api/account/sessions/b']));
  });
});
