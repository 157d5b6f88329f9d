import { computed, signal } from '@preact/signals-core';
import { read, write } from '../shared/ui/storage';

/** How much room the page leaves to what it shows: full screen for a wall of screens, and the rail folded to its signs. */
export class Wall {
  /** Whether the page fills the screen. */
  readonly full = signal(false);
  readonly #chosen = signal(read('rail') === 'folded');
  /** Whether the rail shows its signs only: as chosen here, and always on a wall. */
  readonly folded = computed(() => this.full.value || this.#chosen.value);

  /** Follows the browser, which leaves full screen by itself with Escape, and hears the key F. */
  start(): void {
    document.addEventListener('fullscreenchange', () => {
      this.full.value = document.fullscreenElement !== null;
    });
    window.addEventListener('keydown', (event) => {
      const target = event.composedPath()[0];
      const writes = target instanceof Element && target.matches('input, select, textarea');
      if (event.key.toLowerCase() === 'f' && !event.ctrlKey && !event.metaKey && !event.altKey && !event.repeat && !writes) {
        event.preventDefault();
        void this.toggle();
      }
    });
  }

  /** To full screen and back. Where the browser knows no full screen, or refuses it, the page at least makes room in its window. */
  async toggle(): Promise<void> {
    const on = !this.full.peek();
    this.full.value = on;
    try {
      await (on ? document.documentElement.requestFullscreen?.() : document.fullscreenElement && document.exitFullscreen());
    } catch {
      // Refused: the page has made room all the same.
    }
  }

  fold(): void {
    this.#chosen.value = !this.#chosen.peek();
    write('rail', this.#chosen.peek() ? 'folded' : null);
  }
}

export const wall = new Wall();
