import { signal } from '@preact/signals-core';
import { read, write } from './storage';

export type Theme = 'system' | 'dark' | 'light';

/**
 * Dark or light: the system's unless one was chosen here. The colours themselves are in tokens.css, the first paint is in public/theme.js.
 */
class ThemeChoice {
  readonly #chosen = signal(remembered());

  get chosen(): Theme {
    return this.#chosen.value;
  }

  choose(theme: Theme): void {
    write('theme', theme === 'system' ? null : theme);
    if (theme === 'system') {
      delete document.documentElement.dataset['theme'];
    } else {
      document.documentElement.dataset['theme'] = theme;
    }
    this.#chosen.value = theme;
  }
}

function remembered(): Theme {
  const stored = read('theme');
  return stored === 'dark' || stored === 'light' ? stored : 'system';
}

export const theme = new ThemeChoice();
