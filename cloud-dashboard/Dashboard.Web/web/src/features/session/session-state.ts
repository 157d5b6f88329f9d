import { batch, effect, signal } from '@preact/signals-core';
import { api, ApiError, noSession, sessionEnded, type SessionEnd } from '../../shared/api/api';
import { Backoff } from '../../shared/api/backoff';
import { presence } from '../../shared/api/presence';
import { roles } from '../../shared/api/role';
import { wait } from '../../shared/api/wait';
import type { Session } from '../../shared/contract/generated/contract';
import { live, type Live } from '../../shared/live/live';
import { logInProblem } from './log-in-problem';
import { usePasskey } from './passkey';
import { SessionLife } from './session-life';

/** What the tabs of one browser tell each other: they share the cookie, so they share the session. */
const channelName = 'edge.session';

/** What the user may do at which station, to be compared. */
const access = (who: Session | null | undefined): string =>
  JSON.stringify([who?.all, (who?.stations ?? []).map(({ site, role }) => [site, role]).sort()]);

const same = (one: Session | null | undefined, other: Session | null): boolean =>
  one?.user === other?.user && one?.role === other?.role && one?.mustChangePassword === other?.mustChangePassword
  && one?.mustEnrol === other?.mustEnrol && access(one) === access(other);

/**
 * Who is logged in: undefined while that is being asked, null for nobody. With a session the live connection begins and ends. Whoever logs
 * in or out in another tab does so in this one too; and with each new connection it is asked again who is there.
 */
export class SessionState {
  readonly current = signal<Session | null | undefined>(undefined);
  /** Why the session has ended that was here, for the log-in page; undefined: there was none, or the user has left. */
  readonly ended = signal<SessionEnd | 'other' | undefined>(undefined);
  readonly life = new SessionLife(presence, () => this.ask(), () => this.#stay());
  readonly #tabs = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel(channelName);

  constructor(private readonly live: Live) {
    live.on('loggedOut', () => this.#end());
    live.on('connected', () => void this.ask());
    noSession.listen(() => this.current.peek() && this.#end());
    sessionEnded.listen((why) => {
      this.ended.value = why;
    });
    this.#tabs?.addEventListener('message', () => void this.ask());
  }

  /** Takes the session that the server knows now: none, another user's, or the same with another role. */
  async ask(): Promise<void> {
    const before = this.current.peek();
    if (before === undefined) {
      return; // It is being asked already.
    }
    const session = await api.session().catch(() => before);
    if (session && same(before, session) && this.current.peek() === before) {
      this.life.take(session.life);
    }
    if (session === undefined || this.current.peek() !== before || same(before, session)) {
      return; // No answer, or something happened meanwhile, or nothing changed: the next connection asks again.
    }
    if (before) {
      this.#end(); // What the former user saw is forgotten.
    }
    if (session) {
      await this.enter(session);
    }
  }

  /** Begins: with the token of a wall display, where the address has one, else with the session of the cookie. */
  async start(token?: string): Promise<void> {
    const backoff = new Backoff();
    let shown = token;
    while (this.current.peek() === undefined) {
      try {
        const session = shown === undefined ? await api.session() : await api.openWall(shown);
        if (session) {
          await this.enter(session);
        } else {
          this.current.value = null;
        }
      } catch (error) {
        if (shown !== undefined && error instanceof ApiError && error.code === 'badToken') {
          shown = undefined; // It is worth nothing: a session may be there all the same.
          continue;
        }
        await wait(backoff.next());
      }
    }
  }

  async enter(session: Session): Promise<void> {
    batch(() => {
      this.ended.value = undefined;
      logInProblem.value = undefined;
      this.current.value = session;
      this.life.take(session.life);
    });
    if (!session.mustChangePassword && !session.mustEnrol) {
      await this.live.start();
    }
  }

  async logIn(user: string, password: string, code?: string): Promise<void> {
    await this.enter(await api.logIn(user, password, code));
    this.#tabs?.postMessage('changed');
  }

  async logInByPasskey(): Promise<void> {
    const { options, state } = await api.beginPasskeyLogIn();
    await this.enter(await api.logInByPasskey({ state, credential: await usePasskey(options) }));
    this.#tabs?.postMessage('changed');
  }

  async changePassword(current: string, password: string): Promise<void> {
    const changed = await api.changePassword(current, password);
    this.live.stop(); // Its session has ended with the password of before.
    await this.enter(changed);
    this.#tabs?.postMessage('changed');
  }

  async logOut(): Promise<void> {
    const there = this.current.peek()?.external ? await api.logOutAtProvider() : await api.logOut();
    this.leave();
    this.ended.value = undefined;
    this.#tabs?.postMessage('changed');
    if (there) {
      location.assign(there);
    }
  }

  leave(): void {
    batch(() => {
      this.live.stop();
      this.current.value = null;
      this.life.take(undefined);
    });
  }

  /** This page goes away: it hears of no other any more. */
  close(): void {
    this.leave();
    this.#tabs?.close();
  }

  /** The session has ended without its user here. */
  #end(): void {
    this.leave();
    this.ended.value ??= 'other';
  }

  async #stay(): Promise<void> {
    const before = this.current.peek();
    const session = await api.stay();
    if (before && this.current.peek() === before && same(before, session)) {
      this.life.take(session.life);
      this.#tabs?.postMessage('stayed');
    }
  }
}

export const session = new SessionState(live);

effect(() => {
  roles.value = session.current.value ?? undefined;
});
