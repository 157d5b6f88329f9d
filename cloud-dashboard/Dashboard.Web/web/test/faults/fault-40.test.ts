import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SessionState } from '../../src/features/session/session-state';
import { api } from '../../src/shared/api/api';
import type { LiveCalls, LiveResults, Session, SiteSummary } from '../../src/shared/contract/generated/contract';
import { Live } from '../../src/shared/live/live';
import type { LinkHandlers, LiveLink } from '../../src/shared/live/live-link';
import { Overview } from '../../src/shared/site/overview';
import { Watched } from '../../src/shared/site/watched';

const at = '2026-01-01T00:00:00Z';
const session = (user: string, mustChangePassword = false): Session => ({ user, role: 'operator', mustChangePassword });
const site: SiteSummary = { site: 's', name: 'S', status: 'online', since: at, field: [], screens: [], revision: 1 };

class Link implements LiveLink {
  handlers: LinkHandlers | undefined;
  snapshot: unknown = null;

  start(handlers: LinkHandlers): void {
    this.handlers = handlers;
  }

  stop(): void {
    this.handlers = undefined;
  }

  call<N extends keyof LiveCalls>(name: N, ..._what: LiveCalls[N]): Promise<LiveResults[N]> {
    return Promise.resolve((name === 'Watch' ? this.snapshot : null) as LiveResults[N]);
  }
}

/** The server, as far as a session goes: one cookie for all tabs of a browser. */
let cookie: Session | null;

function answer(path: string, init?: RequestInit): Response {
  if (path === '/api/session' && init?.method === 'POST') {
    cookie = session((JSON.parse(String(init.body)) as { user: string }).user);
    return Response.json(cookie);
  }
  if (path === '/api/session' && init?.method === 'DELETE') {
    cookie = null;
    return new Response(null, { status: 204 });
  }
  if (path === '/api/session') {
    return cookie ? Response.json(cookie) : new Response(null, { status: 204 });
  }
  return !cookie ? Response.json({ code: 'notLoggedIn' }, { status: 401 })
    : Response.json(path === '/api/sites' ? []
      : path === '/api/status' ? { version: '1', time: at, broker: { mode: 'embedded', up: true, since: at }, historian: { up: true, since: at } }
        : { summary: site });
}

const sessions: SessionState[] = [];

function tab() {
  const link = new Link();
  const live = new Live(() => Promise.resolve(link));
  const overview = new Overview(live);
  const session = new SessionState(live);
  sessions.push(session);
  return { link, live, overview, watched: new Watched(live, overview), session };
}

describe('fault 40: log-out, log-in and lost connections are seen in every tab', () => {
  beforeEach(() => {
    cookie = session('ana');
    vi.stubGlobal('fetch', (path: string, init?: RequestInit) => Promise.resolve(answer(path, init)));
  });

  afterEach(() => {
    sessions.splice(0).forEach((one) => one.close());
    vi.unstubAllGlobals();
  });

  it('logs out in the other tab too', async () => {
    const [one, other] = [tab(), tab()];
    await Promise.all([one.session.start(), other.session.start()]);
    await one.session.logOut();
    await vi.waitFor(() => expect(other.session.current.value).toBeNull());
    expect(other.live.running).toBe(false);
  });

  it('names the user who has logged in meanwhile, and forgets what the first one saw', async () => {
    const [one, other] = [tab(), tab()];
    await Promise.all([one.session.start(), other.session.start()]);
    const stopped = vi.fn();
    other.live.on('stopped', stopped);
    await one.session.logIn('luis', 'x');
    await vi.waitFor(() => expect(other.session.current.value?.user).toBe('luis'));
    expect(stopped).toHaveBeenCalledOnce();
    expect(other.live.running).toBe(true);
  });

  it('asks again who is there with each new connection', async () => {
    const one = tab();
    await one.session.start();
    cookie = session('luis');
    one.link.handlers?.state({ up: true, since: 1, tries: 0 });
    await vi.waitFor(() => expect(one.session.current.value?.user).toBe('luis'));
  });

  it('takes another role at a station with the next connection', async () => {
    const at = (role: 'viewer' | 'operator'): Session => ({ ...session('ana'), stations: [{ site: 's', role }] });
    cookie = at('operator');
    const one = tab();
    await one.session.start();
    const stopped = vi.fn();
    one.live.on('stopped', stopped);
    one.link.handlers?.state({ up: true, since: 1, tries: 0 });
    cookie = at('viewer');
    one.link.handlers?.state({ up: false, since: 2, tries: 1 });
    one.link.handlers?.state({ up: true, since: 3, tries: 0 });
    await vi.waitFor(() => expect(one.session.current.value?.stations).toEqual([{ site: 's', role: 'viewer' }]));
    expect(stopped).toHaveBeenCalledOnce();
  });

  it('leaves when any request finds no session, instead of blaming the historian', async () => {
    const one = tab();
    await one.session.start();
    cookie = null;
    await expect(api.events('s', 10)).rejects.toMatchObject({ code: 'notLoggedIn' });
    expect(one.session.current.value).toBeNull();
  });

  it('is not live before the password is changed', async () => {
    cookie = session('ana', true);
    const one = tab();
    await one.session.start();
    expect(one.session.current.value?.mustChangePassword).toBe(true);
    expect(one.live.running).toBe(false);
  });

  it('says without a station too that the dashboard is lost', async () => {
    const one = tab();
    await one.session.start();
    one.link.handlers?.state({ up: true, since: 1, tries: 0 });
    expect(one.watched.trouble.value).toBeUndefined();
    one.link.handlers?.state({ up: false, since: 2, tries: 1 });
    expect(one.watched.trouble.value?.fault).toBe('browser');
    expect(one.watched.starting.value).toBe(false);
  });

  it('does not ask for ever for a station of which the dashboard knows nothing', async () => {
    const one = tab();
    await one.session.start();
    one.watched.select('s');
    one.link.handlers?.state({ up: true, since: 1, tries: 0 });
    await vi.waitFor(() => expect(one.watched.trouble.value).toMatchObject({ fault: 'gateway', reason: 'noState', stale: true }));
    one.link.snapshot = { summary: site, elements: {}, tags: {}, revision: 1 };
    one.link.handlers?.message('site', { ...site, revision: 2 });
    await vi.waitFor(() => expect(one.watched.trouble.value).toBeUndefined());
  });
});
