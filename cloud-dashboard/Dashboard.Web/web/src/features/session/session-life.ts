import { signal } from '@preact/signals-core';
import type { Presence } from '../../shared/api/presence';
import type { Session } from '../../shared/contract/generated/contract';

/** The end of the session that a page warns of, and when it is. */
export interface Ending {
  /** The user does nothing, or the session has its greatest length. */
  readonly why: 'idle' | 'longest';
  readonly at: number;
}

/** Timers of browsers count no further than 24 days; a page that slept is late. */
const longestWait = 3_600_000;

/** The answer at the end of a session comes no sooner than the server has ended it. */
const afterEnd = 1000;

/**
 * Knows when the session ends. Before it warns it asks the server, because another tab may have kept the session; a sign of the user is
 * reported now and then, and at once while it warns of the idle time.
 */
export class SessionLife {
  readonly ending = signal<Ending | undefined>(undefined);
  #life: Required<Session>['life'] | undefined;
  #taken = 0;
  #reported = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `ask` asks the server how long the session lives, `stay` says that its user is there; both end in `take`. */
  constructor(private readonly presence: Presence, private readonly ask: () => Promise<void>, private readonly stay: () => Promise<void>) {
    presence.signs.listen(() => this.#signed());
  }

  /** What the server has said last of the session; nothing: there is none, or it has no end. */
  take(life: Session['life']): void {
    [this.#life, this.#taken] = [life, Date.now()];
    this.#plan();
  }

  /** The user stays. */
  report(): Promise<void> {
    this.#reported = Date.now();
    return this.stay();
  }

  get #endings(): (Ending & { readonly warn: number })[] {
    const life = this.#life;
    return life === undefined ? [] : ([['idle', life.idle, life.idleWarning], ['longest', life.longest, life.longestWarning]] as const)
      .map(([why, left, warning]) => ({ why, at: this.#taken + left * 1000, warn: this.#taken + (left - warning) * 1000 }));
  }

  /** Warns where it is time, and looks again when it will be. */
  #plan(): void {
    clearTimeout(this.#timer);
    const now = Date.now();
    const warned = this.#endings.filter(({ warn }) => warn <= now).sort((one, other) => one.at - other.at);
    const [first] = warned;
    this.ending.value = first && { why: first.why, at: first.at };
    const next = Math.min(...this.#endings.map(({ at, warn }) => warn > now ? warn : at + afterEnd));
    if (next < Infinity) {
      this.#timer = setTimeout(() => void this.#look(), Math.min(Math.max(next - now, afterEnd), longestWait));
    }
  }

  async #look(): Promise<void> {
    const before = this.#taken;
    // Signs that were not reported yet count.
    await (this.presence.last > this.#reported && this.presence.last > before ? this.report() : this.ask()).catch(() => undefined);
    if (this.#taken === before) {
      this.#plan(); // No answer: what was known holds.
    }
  }

  #signed(): void {
    const life = this.#life;
    const pause = life && (this.ending.peek()?.why === 'idle' ? 1000 : life.idleWarning * 1000);
    if (pause !== undefined && Math.abs(Date.now() - this.#reported) > pause) {
      void this.report().catch(() => undefined);
    }
  }
}
