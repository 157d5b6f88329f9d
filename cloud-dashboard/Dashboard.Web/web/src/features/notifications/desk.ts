import { batch, signal } from '@preact/signals-core';
import { api, ApiError } from '../../shared/api/api';
import { Backoff } from '../../shared/api/backoff';
import { wait } from '../../shared/api/wait';
import type { NotificationGroup, NotificationRule, NotificationWays, TemplateView } from '../../shared/contract/generated/contract';
import { now } from '../../shared/format/clock';

/** What is set. */
export interface Settings {
  readonly rules: readonly NotificationRule[];
  readonly groups: readonly NotificationGroup[];
  readonly templates: readonly TemplateView[];
}

/** The settings while the page shows them, and what is done to them. After each change they are asked for again. */
export class Desk {
  readonly settings = signal<Settings | undefined>(undefined);
  readonly ways = signal<NotificationWays | undefined>(undefined);
  readonly failed = signal<{ code: string; since: number } | undefined>(undefined);
  readonly busy = signal(false);
  readonly error = signal<ApiError | undefined>(undefined);
  #stopped = false;

  /** The page is gone: what is still on its way is dropped. */
  stop(): void {
    this.#stopped = true;
  }

  /** Asks until the answer is there; one that says no is an answer. */
  async ask(manages: boolean): Promise<void> {
    const backoff = new Backoff();
    while (!this.#stopped) {
      try {
        const ways = await api.notificationWays();
        const settings = manages ? await this.#settings() : undefined;
        batch(() => {
          this.ways.value = ways;
          this.settings.value = settings;
          this.failed.value = undefined;
        });
        return;
      } catch (error) {
        const { code } = apiError(error);
        this.failed.value = { code, since: this.failed.peek()?.since ?? now() };
        if (code === 'forbidden') {
          return;
        }
        await wait(backoff.next());
      }
    }
  }

  /** Does one thing at a time. Returns whether it was done. */
  async do(work: () => Promise<void>): Promise<boolean> {
    if (this.busy.peek()) {
      return false;
    }
    batch(() => {
      this.busy.value = true;
      this.error.value = undefined;
    });
    try {
      await work();
      return true;
    } catch (error) {
      this.error.value = apiError(error);
      return false;
    } finally {
      this.busy.value = false;
      void this.ask(true);
    }
  }

  async #settings(): Promise<Settings> {
    const [{ rules }, { groups }, { templates }] = await Promise.all(
      [api.notificationRules(), api.notificationGroups(), api.notificationTemplates()]);
    return { rules, groups, templates };
  }
}

export const apiError = (error: unknown): ApiError => error instanceof ApiError ? error : new ApiError('page', 0);
