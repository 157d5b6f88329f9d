import { batch, signal } from '@preact/signals-core';
import { ApiError, get, queryText } from '../../shared/api/api';
import { Backoff } from '../../shared/api/backoff';
import { wait } from '../../shared/api/wait';
import type { TrendView } from '../../shared/contract/generated/contract';
import { now } from '../../shared/format/clock';
import { isLive, MINUTE, rangeOf, type Range, type View } from './view';

/** The most columns of an answer. */
export const MOST_COLUMNS = 1600;
/** So long after the last change of what is wanted it is asked for: a wheel turns in steps. */
const PAUSE = 150;
const QUICKEST = 3000;

/** What is wanted: of which station, which tags and when, and how many columns can be seen. */
export interface Wish {
  readonly site: string;
  readonly view: View;
  readonly columns: number;
}

export interface Answer {
  readonly view: TrendView;
  /** From when to when it was asked for. */
  readonly range: Range;
  readonly wish: Wish;
}

/** How often something new can be seen: no more often than a column has passed. */
export const refreshOf = (length: number, columns: number): number =>
  Math.min(MINUTE, Math.max(QUICKEST, Math.round(length / Math.max(1, columns))));

/** The values that a page shows: asked for again when something else is wanted, and while new ones may come. An older answer is dropped. */
export class TrendFeed {
  readonly answer = signal<Answer | undefined>(undefined);
  readonly failed = signal<{ code: string; since: number } | undefined>(undefined);
  /** Whether something that is wanted has not been answered yet. */
  readonly waiting = signal(false);
  #turn = 0;
  #wanted = '';
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** What is wanted from now on; the same again changes nothing. */
  want(wish: Wish): void {
    const wanted = JSON.stringify(wish);
    if (wanted === this.#wanted) {
      return;
    }
    this.#wanted = wanted;
    const turn = ++this.#turn;
    clearTimeout(this.#timer);
    const old = this.answer.peek()?.wish;
    batch(() => {
      this.waiting.value = true;
      this.failed.value = undefined;
      if (old && (old.site !== wish.site || old.view.tags.every((tag) => !wish.view.tags.includes(tag)))) {
        this.answer.value = undefined; // Nothing of it is wanted any more.
      }
    });
    this.#timer = setTimeout(() => void this.#run(turn, wish), old ? PAUSE : 0);
  }

  /** Nothing is wanted any more: what is on its way is dropped. */
  stop(): void {
    this.#turn++;
    this.#wanted = '';
    clearTimeout(this.#timer);
    batch(() => {
      this.waiting.value = false;
      this.failed.value = undefined;
      this.answer.value = undefined;
    });
  }

  async #run(turn: number, wish: Wish): Promise<void> {
    const backoff = new Backoff();
    while (turn === this.#turn) {
      await shown();
      const range = rangeOf(wish.view, now());
      let pause = refreshOf(range.to - range.from, wish.columns);
      try {
        const view = await ask(wish, range);
        if (turn !== this.#turn) {
          return;
        }
        batch(() => {
          this.answer.value = { view, range, wish };
          this.failed.value = undefined;
          this.waiting.value = false;
        });
        backoff.reset();
        if (!isLive(wish.view, now())) {
          return;
        }
      } catch (error) {
        if (turn !== this.#turn) {
          return;
        }
        const { code, status } = error instanceof ApiError ? error : new ApiError('page', 0);
        batch(() => {
          this.failed.value = { code, since: this.failed.peek()?.since ?? now() };
          this.waiting.value = false;
        });
        if (!(error instanceof ApiError) || (status >= 400 && status < 500 && status !== 429)) {
          return; // An answer that says no stays one.
        }
        pause = backoff.next();
      }
      await wait(pause);
    }
  }
}

const ask = ({ site, view, columns }: Wish, { from, to }: Range): Promise<TrendView> => get('GET /api/sites/{site}/trend', { site },
  `?${queryText({ tags: view.tags.join(','), from: new Date(from).toISOString(), to: new Date(to).toISOString(), columns })}`);

/** When the page can be seen: for one that is hidden nothing is asked. */
function shown(): Promise<void> {
  return document.visibilityState !== 'hidden' ? Promise.resolve() : new Promise((resolve) => {
    const look = (): void => {
      if (document.visibilityState !== 'hidden') {
        document.removeEventListener('visibilitychange', look);
        resolve();
      }
    };
    document.addEventListener('visibilitychange', look);
  });
}
