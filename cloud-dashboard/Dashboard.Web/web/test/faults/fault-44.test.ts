// @vitest-environment node
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** Of each word that is wrong: what it says to an engineer, and what is meant. */
const spanish: [RegExp, string][] = [
  [/\btableros?\b/i, 'is a switchboard: página, panel'],
  [/\bcampos?\b/i, 'is a bay: enlace, equipos'],
  [/\bvencid[oa]s?\b/i, 'is of a bill: sin actualizar'],
  [/perros? guardi[aá]n/i, 'is a dog: watchdog'],
];
const english: [RegExp, string][] = [
  [/\bgateway well\b/i, 'the gateway is well'],
  [/\bas the system\b/i, 'like the system'],
  [/\bnot heard of\b/i, 'no news since'],
];

/** Where a bay is meant, its key says so. */
const tables = readdirSync('src', { recursive: true, encoding: 'utf8' }).map((name) => name.replaceAll('\\', '/'));
const lines = (end: string): string[] => tables.filter((name) => name.endsWith(end))
  .flatMap((name) => readFileSync(`src/${name}`, 'utf8').split('\n').filter((line) => !/^\s*"[^"]*\b(no)?bay":/i.test(line))
    .map((line) => `${name}: ${line.replace(/^\s*"[^"]*":/, '')}`));

describe('fault 44: words that say something else', () => {
  it.each(spanish)('%s is in no Spanish text', (wrong) => {
    expect(lines('.es.json').length).toBeGreaterThan(200);
    expect(lines('.es.json').filter((line) => wrong.test(line))).toEqual([]);
  });

  it.each(english)('%s is in no English text', (wrong) => {
    expect(lines('.en.json').length).toBeGreaterThan(200);
    expect(lines('.en.json').filter((line) => wrong.test(line))).toEqual([]);
  });

  it('are found where they are', () => {
    const found = (words: [RegExp, string][], texts: string[]): number[] =>
      texts.map((text) => words.filter(([one]) => one.test(text)).length);
    expect(found(spanish, ['El tablero', 'los campos', 'dato vencido', 'del perro guardián'])).toEqual([1, 1, 1, 1]);
    expect(found(english, ['Gateway well', 'As the system', 'not heard of'])).toEqual([1, 1, 1]);
  });
});
