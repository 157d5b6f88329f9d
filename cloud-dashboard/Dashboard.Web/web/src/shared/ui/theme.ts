import { read, write } from '../i18n/locale';

export type Theme = 'system' | 'dark' | 'light';

/** Dark or light: the system's unless one was chosen here. The colours themselves are in styles/tokens.css. */
class ThemeChoice extends EventTarget {
  get chosen(): Theme {
    const stored = read('theme');
    return stored === 'dark' || stored === 'light' ? stored : 'system';
  }

  /** What shows now. */
  get dark(): boolean {
    return this.chosen === 'system' ? !matchMedia('(prefers-color-scheme: light)').matches : this.chosen === 'dark';
  }

  choose(theme: Theme): void {
    write('theme', theme === 'system' ? null : theme);
    if (theme === 'system') {
      delete document.documentElement.dataset['theme'];
    } else {
      document.documentElement.dataset['theme'] = theme;
    }
    this.dispatchEvent(new Event('change'));
  }

  start(): void {
    matchMedia('(prefers-color-scheme: light)').addEventListener('change', () => this.dispatchEvent(new Event('change')));
  }
}

export const theme = new ThemeChoice();
