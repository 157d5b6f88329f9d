import { signal } from '@preact/signals-core';
import { read, write } from '../ui/storage';
import en from './en.json';
import es from './es.json';

/** The words of the site. Spanish is the first language; every text is in src/locales, nowhere else. */
export type Key = keyof typeof es;
export type Language = 'es' | 'en';
export type Words = Record<string, string | number>;

const resources: Record<Language, Record<Key, string>> = { es, en };
/** The regions whose number and date habits are followed. */
const regions: Record<Language, string> = { es: 'es-AR', en: 'en-GB' };

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

/** The text of a key in the language of now, with its {placeholders} filled in. */
export function t(key: Key, words?: Words): string {
  const text = resources[locale.language][key];
  return words ? text.replace(/\{(\w+)\}/g, (whole, name: string) => String(words[name] ?? whole)) : text;
}

/** The text of a key that may not exist, such as one made from a server's code. */
export function tMaybe(key: string): string | undefined {
  return (resources[locale.language] as Record<string, string>)[key];
}
