import { signal } from '@preact/signals-core';
import { api, ApiError } from '../../shared/api/api';
import { Backoff } from '../../shared/api/backoff';
import { wait } from '../../shared/api/wait';
import type { ScreenSummary } from '../../shared/contract/generated/contract';

export interface Drawing {
  site: string;
  screen: string;
  source: string;
}

/** The drawing that a page shows: fetched again whenever it changes, kept on the page until its successor is there. */
export class DrawingState {
  readonly failed = signal<{ code: string; since: number } | undefined>(undefined);
  readonly #drawing = signal<Drawing | undefined>(undefined);
  /** Names what is wanted: site, screen, and the version of the drawing. */
  #wanted = '';

  /** The drawing of a screen, if it is there. */
  of(site: string | undefined, screen: string): Drawing | undefined {
    const drawing = this.#drawing.value;
    return drawing?.site === site && drawing?.screen === screen ? drawing : undefined;
  }

  /** Makes a screen the one that is wanted. */
  want(site: string, screen: ScreenSummary): void {
    const key = `${site}/${screen.name}/${screen.etag ?? ''}`;
    if (this.#wanted !== key) {
      this.#wanted = key;
      this.failed.value = undefined;
      void this.#fetch(key, site, screen.name);
    }
  }

  /** Nothing is shown any more: what is on its way is dropped. */
  stop(): void {
    this.#wanted = '';
  }

  fail(code: string): void {
    this.failed.value = { code, since: this.failed.peek()?.since ?? Date.now() };
  }

  async #fetch(key: string, site: string, screen: string): Promise<void> {
    const backoff = new Backoff();
    while (this.#wanted === key) {
      try {
        const source = await api.drawing(site, screen);
        if (this.#wanted === key) {
          this.failed.value = undefined;
          this.#drawing.value = { site, screen, source };
        }
        return;
      } catch (error) {
        if (this.#wanted !== key) {
          return;
        }
        // The drawing that shows stays; only where there is none does the failure take its place.
        const shown = this.#drawing.peek();
        if (shown?.site !== site || shown.screen !== screen) {
          this.fail(error instanceof ApiError ? error.code : 'page');
        }
        await wait(backoff.next());
      }
    }
  }
}
