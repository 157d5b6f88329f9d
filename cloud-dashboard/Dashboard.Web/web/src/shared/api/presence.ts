import { Emitter } from './emitter';

/** How long after a sign of its user what a page asks is still asked for them. */
const attendedFor = 10_000;

const signs = ['keydown', 'pointerdown', 'wheel', 'touchstart'] as const;

/** Whether somebody is at this page. The session lives by it: what a page asks by itself keeps no session. */
export class Presence {
  /** Somebody is there. */
  readonly signs = new Emitter();
  /** When the last sign was; a page that was just opened is one. */
  last = Date.now();

  constructor() {
    for (const sign of signs) {
      addEventListener(sign, this.#note, { capture: true, passive: true });
    }
  }

  get attended(): boolean {
    return Math.abs(Date.now() - this.last) < attendedFor; // Whatever the clock was set to meanwhile.
  }

  readonly #note = (): void => {
    this.last = Date.now();
    this.signs.emit();
  };
}

export const presence = new Presence();
