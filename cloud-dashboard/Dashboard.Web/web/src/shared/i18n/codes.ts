import en from './codes.en.json';
import es from './codes.es.json';
import { locale } from './locale';

/** What a code is about. The codes themselves come from the contract; a newer gateway may send some that are not in the table. */
export type CodeKind = keyof typeof es;

/** The words of a code, undefined for one that the table does not have. */
export function knownCode(kind: CodeKind, code: string | undefined): string | undefined {
  const words: Readonly<Record<string, string>> = (locale.language === 'en' ? en satisfies typeof es : es)[kind];
  return code !== undefined && Object.hasOwn(words, code) ? words[code] : undefined;
}

/** The words of a code; one that the table does not have is shown as it is. */
export const codeText = (kind: CodeKind, code: string): string => knownCode(kind, code) ?? code;
