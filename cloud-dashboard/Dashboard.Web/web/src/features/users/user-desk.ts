import { batch, signal } from '@preact/signals-core';
import { api, ApiError } from '../../shared/api/api';
import { Backoff } from '../../shared/api/backoff';
import { wait } from '../../shared/api/wait';
import type { OneTimePassword, UserView } from '../../shared/contract/generated/contract';
import { now } from '../../shared/format/clock';

/** What an administrator does. */
export type Action = 'add' | 'role' | 'password' | 'disable' | 'enable' | 'unlock' | 'factor' | 'end' | 'remove';

/** What became of the last thing that was done. */
export interface Outcome {
  readonly action: Action;
  readonly name: string;
  readonly error?: ApiError;
}

/** The users while the page shows them, and what is done to them. After each action the list is asked for again, whatever became of it. */
export class UserDesk {
  readonly list = signal<readonly UserView[] | undefined>(undefined);
  readonly failed = signal<{ code: string; since: number } | undefined>(undefined);
  readonly busy = signal(false);
  readonly outcome = signal<Outcome | undefined>(undefined);
  /** The passwords that nobody can ask for again: each stays until the reader has put it aside. */
  readonly passwords = signal<readonly OneTimePassword[]>([]);
  #stopped = false;
  #turn = 0;

  /** The page is gone: what is still on its way is dropped. */
  stop(): void {
    this.#stopped = true;
  }

  /** Asks for the list until it is there. A user without the right asks once. */
  async ask(): Promise<void> {
    const turn = ++this.#turn;
    const backoff = new Backoff();
    const stale = (): boolean => this.#stopped || turn !== this.#turn;
    while (!stale()) {
      try {
        const list = await api.users();
        if (!stale()) {
          batch(() => {
            this.list.value = list;
            this.failed.value = undefined;
          });
        }
        return;
      } catch (error) {
        const { code } = apiError(error);
        if (stale()) {
          return;
        }
        this.failed.value = { code, since: this.failed.peek()?.since ?? now() };
        if (code === 'forbidden') {
          return;
        }
        await wait(backoff.next());
      }
    }
  }

  /** Does one thing at a time. Returns whether it was done. */
  async do(action: Action, name: string, work: () => Promise<OneTimePassword | void>): Promise<boolean> {
    if (this.busy.peek()) {
      return false;
    }
    batch(() => {
      this.busy.value = true;
      this.outcome.value = undefined;
    });
    try {
      const given = await work();
      batch(() => {
        if (given) {
          this.passwords.value = [...this.passwords.peek().filter((one) => one.name !== given.name), given];
        }
        this.outcome.value = { action, name };
      });
      return true;
    } catch (error) {
      this.outcome.value = { action, name, error: apiError(error) };
      return false;
    } finally {
      this.busy.value = false;
      void this.ask();
    }
  }

  /** The password was noted: it is not kept. */
  putAside(name: string): void {
    this.passwords.value = this.passwords.peek().filter((one) => one.name !== name);
  }
}

const apiError = (error: unknown): ApiError => error instanceof ApiError ? error : new ApiError('page', 0);
