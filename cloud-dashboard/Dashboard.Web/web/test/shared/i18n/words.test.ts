// @vitest-environment node
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import en from '../../../src/shared/i18n/en.json';
import es from '../../../src/shared/i18n/es.json';

const placeholders = (text: string): string[] => [...text.matchAll(/\{\w+\}/g)].map((match) => match[0]).sort();

describe('the two languages', () => {
  it('have the same keys, in the same order', () => {
    expect(Object.keys(en)).toEqual(Object.keys(es));
  });

  it('have the same places to fill in each text', () => {
    for (const key of Object.keys(es) as (keyof typeof es)[]) {
      expect(placeholders(en[key]), key).toEqual(placeholders(es[key]));
      expect(es[key].trim(), key).not.toBe('');
      expect(en[key].trim(), key).not.toBe('');
    }
  });

  it('never shout', () => {
    expect([...Object.values(es), ...Object.values(en)].filter((text) => /[!¡]/.test(text))).toEqual([]);
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
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const source = files.map((name) => ({ name, text: readFileSync(`src/${name}`, 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '') }));

  it('has no words for the reader outside the resource files', () => {
    const literal = source.flatMap(({ name, text }) => templates(text).flatMap((bare) => [
      ...[...bare.matchAll(/>([^<>]*)</g)].map((match) => match[1] ?? '').filter((words) => /\p{L}{2}/u.test(words.replaceAll(/&\w+;/g, ''))),
      ...[...bare.matchAll(/\b(?:aria-label|title|placeholder|heading|alt)="[^"]*\p{L}{2}[^"]*"/gu)].map((match) => match[0]),
    ].map((words) => `${name}: ${words.trim()}`)));
    expect(literal).toEqual([]);
  });

  it('uses every key that the resource files have', () => {
    const all = source.map(({ text }) => text).join('\n');
    const made = [...all.matchAll(/`(\w[\w.]*\.)\$\{/g)].map((match) => match[1] ?? '');
    const unused = Object.keys(es).filter((key) => !all.includes(`'${key}'`) && !made.some((start) => key.startsWith(start)));
    expect(unused).toEqual([]);
  });
});
