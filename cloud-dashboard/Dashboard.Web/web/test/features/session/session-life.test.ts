import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LoginPage } from '../../../src/features/session/login-page';
import { formatLeft, SessionNotice } from '../../../src/features/session/session-notice';
import { session } from '../../../src/features/session/session-state';
import { api } from '../../../src/shared/api/api';
import { locale } from '../../../src/shared/i18n/locale';
import { live } from '../../../src/shared/live/live';

type Life = { idle: number; idleWarning: number; longest: number; longestWarning: number };

const who = { user: 'ana', role: 'operator', mustChangePassword: false } as const;
/** How the server sees the session: its ends by the clock of the test. */
const server = { idleAt: 0, longestAt: 0, ended: undefined as string | undefined };
const sent: { what: string; unattended: boolean }[] = [];
let page: HTMLElement & { updateComplete: Promise<boolean> };

/** As a Response, but its body needs no time: the clock of the test stands still meanwhile. */
const answer = (status: number, body: unknown, ended?: string): unknown => ({
  ok: status < 300, status, headers: new Headers(ended ? { 'Session-Ended': ended } : {}), json: () => Promise.resolve(body),
});

const lifeNow = (): Life => ({
  idle: Math.ceil((server.idleAt - Date.now()) / 1000), idleWarning: 300,
  longest: Math.ceil((server.longestAt - Date.now()) / 1000), longestWarning: 300,
});

beforeEach(async () => {
  // The pages of other tests use the same session.
  document.body.replaceChildren();
  vi.useFakeTimers();
  locale.choose('es');
  sent.length = 0;
  [server.idleAt, server.longestAt, server.ended] = [Date.now() + 1_800_000, Date.now() + 7_200_000, undefined];
  vi.spyOn(live, 'start').mockResolvedValue();
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
    const what = `${init.method ?? 'GET'} ${path}`;
    const unattended = 'Session-Unattended' in (init.headers ?? {});
    // What other parts of the site ask for by themselves, once somebody is logged in, is not the subject.
    if (path.startsWith('/api/session')) {
      sent.push({ what, unattended });
    }
    server.ended ??= Date.now() > server.longestAt ? 'longest' : Date.now() > server.idleAt ? 'idle' : undefined;
    if (server.ended) {
      return Promise.resolve(answer(204, undefined, server.ended));
    }
    if (!unattended) {
      server.idleAt = Date.now() + 1_800_000;
    }
    return Promise.resolve(answer(200, { ...who, life: lifeNow() }));
  });
  await session.enter({ ...who, life: lifeNow() });
  page = new SessionNotice();
  document.body.append(page);
});

afterEach(() => {
  page.remove();
  session.leave();
  session.ended.value = undefined;
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const pass = async (seconds: number): Promise<void> => {
  await vi.advanceTimersByTimeAsync(seconds * 1000);
  await page.updateComplete;
};
const part = (id: string): HTMLElement | null => page.shadowRoot!.querySelector(`[data-testid="${id}"]`);

describe('the bar before the end of a session', () => {
  it('comes five minutes before, counts down, and goes when the user stays', async () => {
    await pass(1490);
    expect(part('session-notice')).toBeNull();
    await pass(20);
    expect(part('session-notice')?.textContent).toContain('Nadie usa esta página');
    expect(part('session-left')?.textContent).toBe('4:50');
    await pass(60);
    expect(part('session-left')?.textContent).toBe('3:50');
    expect(sent.every(({ what, unattended }) => what === 'GET /api/session' && unattended)).toBe(true);
    part('session-stay')?.click();
    await pass(1);
    expect(sent.at(-1)?.what).toBe('POST /api/session/stay');
  });

  it('does not come where the server knows of another use, in another tab', async () => {
    await pass(1400);
    server.idleAt += 600_000;
    await pass(200);
    expect(part('session-notice')).toBeNull();
    await pass(510);
    expect(part('session-notice')).not.toBeNull();
  });

  it('needs no button: any sign of the user keeps the session', async () => {
    await pass(1600);
    expect(part('session-notice')).not.toBeNull();
    window.dispatchEvent(new Event('keydown'));
    await pass(1);
    expect(sent.at(-1)).toEqual({ what: 'POST /api/session/stay', unattended: false });
    expect(part('session-notice')).toBeNull();
  });

  it('never comes while somebody uses the page, and asks the server seldom', async () => {
    for (let minute = 0; minute < 60; minute++) {
      window.dispatchEvent(new Event('pointerdown'));
      await pass(60);
      expect(part('session-notice')).toBeNull();
    }
    expect(sent.filter(({ what }) => what === 'POST /api/session/stay').length).toBeLessThan(15);
  });

  it('says at the greatest length that one must log in again, which no sign changes', async () => {
    server.longestAt = Date.now() + 1_200_000;
    await session.ask();
    await pass(1000);
    window.dispatchEvent(new Event('keydown'));
    await pass(1);
    expect(part('session-notice')?.dataset['why']).toBe('longest');
    expect(part('session-notice')?.textContent).toContain('duración máxima');
    expect(part('session-stay')).toBeNull();
    part('session-again')?.click();
    await pass(1);
    expect(sent.at(-1)?.what).toBe('DELETE /api/session');
    expect([session.current.value, session.ended.value]).toEqual([null, undefined]);
  });

  it('is not there for a wall display', async () => {
    await session.enter({ user: 'wall:sala', role: 'viewer', mustChangePassword: false, isWall: true });
    await pass(100_000);
    expect(part('session-notice')).toBeNull();
    expect(sent).toEqual([]);
  });

  it('counts as a clock that runs down', () => {
    expect([formatLeft(300_000), formatLeft(59_001), formatLeft(-5)]).toEqual(['5:00', '1:00', '0:00']);
  });
});

describe('the end of a session', () => {
  it('leads to a log-in page that says why', async () => {
    await pass(1900);
    expect([session.current.value, session.ended.value]).toEqual([null, 'idle']);
    page = new LoginPage();
    document.body.append(page);
    await page.updateComplete;
    expect(part('login-why')?.textContent).toContain('nadie la usaba');
    server.ended = undefined;
    await session.enter(who);
    await page.updateComplete;
    expect(part('login-why')).toBeNull();
  });

  it('is found out by whatever is asked, also without a reason', async () => {
    vi.stubGlobal('fetch', () => Promise.resolve(answer(401, { code: 'notLoggedIn' })));
    await api.users().catch(() => undefined);
    expect([session.current.value, session.ended.value]).toEqual([null, 'other']);
  });
});
