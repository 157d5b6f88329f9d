import { locale } from './locale';

/** What fills the {places} of a text. */
export type Words = Readonly<Record<string, string | number>>;

export const filled = (text: string, words?: Words): string =>
  words ? text.replace(/\{(\w+)\}/g, (whole, name: string) => String(words[name] ?? whole)) : text;

/** The texts of one folder in the language of now. Spanish is the first language: its keys are the ones that English must have. */
export const translator = <K extends string>(es: Readonly<Record<K, string>>, en: Readonly<Record<NoInfer<K>, string>>) =>
  (key: K, words?: Words): string => filled((locale.language === 'en' ? en : es)[key], words);
