import { batch, signal } from '@preact/signals-core';
import { api, ApiError } from '../../shared/api/api';
import { Backoff } from '../../shared/api/backoff';
import { wait } from '../../shared/api/wait';
import type { AuditView } from '../../shared/contract/generated/contract';
import { now } from '../../shared/format/clock';
import type { Filters } from './filters';

const PAGE = 100;

/** The lines of the record while a page shows them, page by page. They do not come live: they are as of a moment. */
export class AuditFeed {
  readonly entries = signal<readonly AuditView[] | undefined>(undefined);
  /** When the newest were read. */
  readonly read = signal(0);
  readonly failed = signal<{ code: string; since: number } | undefined>(undefined);
  readonly loading = signal(false);
  /** Whether there are older ones. */
  readonly older = signal(false);
  #next: string | undefined;
  #stopped = false;

  constructor(readonly filters: Filters) {
    void this.#first();
  }

  /** Something else is shown: what is still on its way is dropped. */
  stop(): void {
    this.#stopped = true;
  }

  /** The newest, anew. */
  async again(): Promise<void> {
    await this.#load();
  }

  /** The page of older ones that follows. */
  async more(): Promise<void> {
    if (this.#next !== undefined) {
      await this.#load(this.#next);
    }
  }

  /** Until there is an answer; one that says no is an answer. */
  async #first(): Promise<void> {
    const backoff = new Backoff();
    while (!this.#stopped && this.entries.peek() === undefined) {
      if (await this.#load() === 'refused') {
        return;
      }
      if (this.entries.peek() === undefined) {
        await wait(backoff.next());
      }
    }
  }

  async #load(before?: string): Promise<'done' | 'failed' | 'refused'> {
    if (this.loading.peek()) {
      return 'failed';
    }
    this.loading.value = true;
    try {
      const page = await api.audit({ ...this.filters, limit: PAGE, before });
      if (!this.#stopped) {
        this.#take(page, before);
      }
      return 'done';
    } catch (error) {
      const { code, status } = error instanceof ApiError ? error : new ApiError('page', 0);
      if (!this.#stopped) {
        this.failed.value = { code, since: this.failed.peek()?.since ?? now() };
      }
      return status === 400 || status === 403 ? 'refused' : 'failed';
    } finally {
      this.loading.value = false;
    }
  }

  #take({ entries, next }: Awaited<ReturnType<typeof api.audit>>, before?: string): void {
    batch(() => {
      this.#next = next;
      this.older.value = next !== undefined;
      this.failed.value = undefined;
      this.entries.value = before === undefined ? entries : [...this.entries.peek() ?? [], ...entries];
      if (before === undefined) {
        this.read.value = now();
      }
    });
  }
}
