import { signal } from '@preact/signals-core';
import { read, write } from '../ui/storage';

export type Language = 'es' | 'en';

/** The regions whose number and date habits are followed. */
const regions: Record<Language, string> = { es: 'es-AR', en: 'en-GB' };

/** The language of the reader: Spanish first. The words of each folder are beside it, those of codes in codes.ts. */
class Locale {
  readonly #language = signal<Language>('es');

  get language(): Language {
    return this.#language.value;
  }

  get region(): string {
    return regions[this.language];
  }

  /** Takes the language remembered in this browser, else the browser's own when it is English, else Spanish. */
  start(): void {
    const remembered = document.documentElement.lang;
    const stored = read('language');
    this.#set(stored === 'es' || stored === 'en' ? stored
      : navigator.language.toLowerCase().startsWith('en') ? 'en'
        : remembered === 'en' ? 'en' : 'es');
  }

  choose(language: Language): void {
    write('language', language);
    this.#set(language);
  }

  #set(language: Language): void {
    this.#language.value = language;
    document.documentElement.lang = language;
  }
}

export const locale = new Locale();
