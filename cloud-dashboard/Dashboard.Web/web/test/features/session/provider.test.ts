import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AccountPage } from '../../../src/features/session/account-page';
import { logInProblem, problems, providerAddress, takeProblem } from '../../../src/features/session/log-in-problem';
import { LoginPage } from '../../../src/features/session/login-page';
import { session } from '../../../src/features/session/session-state';
import { locale } from '../../../src/shared/i18n/locale';
import { live } from '../../../src/shared/live/live';

const account = {
  user: 'ada', secondFactor: false, isNeeded: false, recoveryCodes: 0, external: true,
  sessions: [{ id: 'a', seen: '2026-01-01T00:00:00Z', isThis: true }],
};
let answers: Record<string, () => Response>;
let page: HTMLElement & { updateComplete: Promise<boolean> };

beforeEach(() => {
  locale.choose('es');
  vi.spyOn(live, 'start').mockResolvedValue();
  answers = {
    'GET /api/session/ways': () => Response.json({ provider: 'Cuenta de la empresa' }), 'GET /api/account': () => Response.json(account),
  };
  vi.stubGlobal('fetch', (path: string, init: RequestInit) =>
    Promise.resolve((answers[`${init.method ?? 'GET'} ${path}`] ?? (() => new Response(null, { status: 204 })))()));
});

afterEach(() => {
  page.remove();
  session.leave();
  logInProblem.value = undefined;
  history.replaceState(null, '', '/');
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const show = async (one: typeof page): Promise<void> => {
  page = one;
  document.body.append(page);
  await page.updateComplete;
};
const part = (id: string): HTMLElement | null => page.shadowRoot!.querySelector(`[data-testid="${id}"]`);
const until = (check: () => void): Promise<void> => vi.waitFor(check, 10_000);

describe('the log-in at a provider', () => {
  it('has a button with the name of the provider that leads back to where one is', async () => {
    history.replaceState(null, '', '/alarms?site=los-alamos');
    await show(new LoginPage());
    await until(() => expect(part('login-provider')?.textContent?.trim()).toBe('Ingresar con Cuenta de la empresa'));
    expect(part('login-provider')?.getAttribute('href')).toBe('/api/session/provider?back=%2Falarms%3Fsite%3Dlos-alamos');
  });

  it('has none where there is no provider', async () => {
    answers['GET /api/session/ways'] = () => Response.json({});
    await show(new LoginPage());
    await new Promise((resolve) => setTimeout(resolve));
    await page.updateComplete;
    expect(part('login-provider')).toBeNull();
  });

  it('says what went wrong, once, and asks the provider again who it is', async () => {
    history.replaceState(null, '', '/alarms?problem=providerNoRole&site=a');
    takeProblem();
    expect(location.search).toBe('?site=a');
    await show(new LoginPage());
    expect(part('login-problem')?.textContent).toContain('no tiene ningún rol');
    expect(providerAddress()).toBe('/api/session/provider?back=%2Falarms%3Fsite%3Da&again=true');
    await session.enter({ user: 'ada', role: 'operator', mustChangePassword: false });
    expect(logInProblem.value).toBeUndefined();
  });

  it('has words for each problem, and for one of a newer server', async () => {
    await show(new LoginPage());
    for (const problem of problems) {
      logInProblem.value = problem;
      await page.updateComplete;
      expect(part('login-problem')?.textContent?.trim().length).toBeGreaterThan(20);
    }
    history.replaceState(null, '', '/?problem=later');
    takeProblem();
    expect(logInProblem.value).toBe('providerFailed');
  });

  it('offers no password and no second factor to its users', async () => {
    await show(new AccountPage());
    await until(() => expect(page.shadowRoot?.textContent).toContain('ingresa por el proveedor'));
    expect(page.shadowRoot?.querySelector('password-page, second-factor')).toBeNull();
  });
});
