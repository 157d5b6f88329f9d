import { batch, signal } from '@preact/signals-core';
import { api } from '../../shared/api/api';
import { Backoff } from '../../shared/api/backoff';
import { wait } from '../../shared/api/wait';
import type { Session } from '../../shared/contract/generated/contract';
import { live, type Live } from '../../shared/live/live';

/** Who is logged in: undefined while that is being asked, null for nobody. With a session the live connection begins and ends. */
export class SessionState {
  readonly current = signal<Session | null | undefined>(undefined);

  constructor(private readonly live: Live) {
    live.on('loggedOut', () => this.leave());
  }

  async start(): Promise<void> {
    const backoff = new Backoff();
    while (this.current.peek() === undefined) {
      try {
        const session = await api.session();
        if (session) {
          await this.enter(session);
        } else {
          this.current.value = null;
        }
      } catch {
        await wait(backoff.next());
      }
    }
  }

  async enter(session: Session): Promise<void> {
    this.current.value = session;
    await this.live.start();
  }

  async logOut(): Promise<void> {
    await api.logOut();
    this.leave();
  }

  leave(): void {
    batch(() => {
      this.live.stop();
      this.current.value = null;
    });
  }
}

export const session = new SessionState(live);
