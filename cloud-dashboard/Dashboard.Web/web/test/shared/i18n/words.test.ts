// @vitest-environment node
import { readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path/posix';
import { describe, expect, it } from 'vitest';

type Texts = Record<string, string | Record<string, string>>;

const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).map((name) => name.replaceAll('\\', '/'));
const read = (name: string): Texts => JSON.parse(readFileSync(`src/${name}`, 'utf8')) as Texts;
/** A table of texts by its Spanish file, flat: the words of a code are "kind.code". */
const flat = (texts: Texts): Record<string, string> => Object.fromEntries(Object.entries(texts)
  .flatMap(([key, text]) => typeof text === 'string' ? [[key, text]] : Object.entries(text).map(([code, words]) => [`${key}.${code}`, words])));
const tables = files.filter((name) => name.endsWith('.es.json')).map((name) => ({
  name, folder: dirname(name), es: flat(read(name)), en: flat(read(name.replace('.es.json', '.en.json'))),
}));
const source = files.filter((name) => name.endsWith('.ts'))
  .map((name) => ({ name, text: readFileSync(`src/${name}`, 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '') }));

const placeholders = (text: string): string[] => [...text.matchAll(/\{\w+\}/g)].map((match) => match[0]).sort();

describe.each(tables)('the words of $name', ({ es, en }) => {
  it('are in both languages, in the same order', () => expect(Object.keys(en)).toEqual(Object.keys(es)));

  it('have the same places to fill in, and never shout', () => {
    for (const [key, text] of Object.entries(es)) {
      expect(placeholders(en[key] ?? ''), key).toEqual(placeholders(text));
      expect([text.trim(), en[key]?.trim()], key).not.toContain('');
      expect(`${text} ${en[key]}`, key).not.toMatch(/[!¡]/);
    }
  });
});

it('finds a table in every feature', () => {
  const features = new Set(files.filter((name) => /^features\/\w+\//.test(name)).map((name) => dirname(name)));
  expect([...features].filter((feature) => !tables.some(({ folder }) => folder === feature))).toEqual([]);
});

describe('the words that the source uses', () => {
  /** What makes a key: the whole of it in quotes, or its beginning in a template; the last part is then one word. */
  const uses = (text: string, key: string): boolean => text.includes(`'${key}'`)
    || [...text.matchAll(/`([\w.]+\.)\$\{/g)].some((match) => key.startsWith(match[1] ?? '') && /^\w+$/.test(key.slice(match[1]?.length)));

  it.each(tables.filter(({ name }) => name.endsWith('words.es.json')))('are all those of $name, in its own folder', ({ folder, es }) => {
    const own = source.filter(({ name }) => dirname(name) === folder || folder === 'app' && name === 'main.ts').map(({ text }) => text).join('\n');
    expect(Object.keys(es).filter((key) => !uses(own, key))).toEqual([]);
  });

  it('are all those that features share', () => {
    const all = source.map(({ text }) => text).join('\n');
    const shared = tables.find(({ name }) => name === 'shared/i18n/common.es.json');
    expect(Object.keys(shared?.es ?? {}).filter((key) => !uses(all, key))).toEqual([]);
  });

  it('are those of every kind of code', () => {
    const all = source.map(({ text }) => text).join('\n');
    expect(Object.keys(read('shared/i18n/codes.es.json')).filter((kind) => !new RegExp(`(?:codeText|knownCode)\\('${kind}'`).test(all))).toEqual([]);
  });
});

/** The words of every html template in a source, nested ones too, with a space for each ${…}. */
function templates(source: string): string[] {
  const found: string[] = [];
  const open: { html: boolean; words: string; braces: number }[] = [];
  for (let at = 0; at < source.length; at++) {
    const top = open.at(-1);
    const inWords = top !== undefined && top.braces === 0;
    if (source[at] === '`' && !inWords) {
      open.push({ html: /(?:html|svg)$/.test(source.slice(0, at)), words: '', braces: 0 });
    } else if (source[at] === '`' && top) {
      open.pop();
      if (top.html) {
        found.push(`>${top.words}<`);
      }
    } else if (inWords && source.startsWith('${', at)) {
      top.braces = 1;
      top.words += ' ';
      at++;
    } else if (inWords) {
      top.words += source[at];
    } else if (top && source[at] === '{') {
      top.braces++;
    } else if (top && source[at] === '}') {
      top.braces--;
    }
  }
  return found;
}

it('finds the words of nested templates', () => {
  expect(templates('html`<p>${a ? html`<b>one</b>` : `two ${{ x }}`} three</p>`')).toEqual(['><b>one</b><', '><p>  three</p><']);
});

describe('the source', () => {
  it('has no words for the reader outside the resource files', () => {
    const literal = source.flatMap(({ name, text }) => templates(text).flatMap((bare) => [
      ...[...bare.matchAll(/>([^<>]*)</g)].map((match) => match[1] ?? '').filter((words) => /\p{L}{2}/u.test(words.replaceAll(/&\w+;/g, ''))),
      ...[...bare.matchAll(/\b(?:aria-label|title|placeholder|heading|alt)="[^"]*\p{L}{2}[^"]*"/gu)].map((match) => match[0]),
    ].map((words) => `${name}: ${words.trim()}`)));
    expect(literal).toEqual([]);
  });
});
