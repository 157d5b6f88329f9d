// @vitest-environment node
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path/posix';
import { describe, expect, it } from 'vitest';

const LINES = 300;
const COLUMNS = 140;

interface Source {
  name: string;
  text: string;
  /** The sources that it uses, from src on. */
  uses: string[];
}

const sources: Source[] = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map((name) => name.replaceAll('\\', '/'))
  .filter((name) => /\.(ts|css)$/.test(name) && !name.startsWith('shared/contract/generated/'))
  .map((name) => {
    const text = readFileSync(join('src', name), 'utf8');
    const used = [...text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'(\.[^']*)'/g)].map((match) => normalize(join(dirname(name), match[1] ?? '')));
    return { name, text, uses: used };
  });

/** app, shared, or the name of a feature. */
const area = (name: string): string => name.startsWith('features/') ? name.split('/').slice(0, 2).join('/') : name.split('/')[0] ?? '';

/** Every use of an area by another, as "who uses what". */
const uses = (allowed: (from: string, to: string) => boolean): string[] => sources.flatMap(({ name, uses }) => uses
  .filter((used) => !used.startsWith('..') && area(used) !== area(name) && !allowed(area(name), area(used)))
  .map((used) => `${name} uses ${used}`));

describe('the layout', () => {
  it('has app, features and shared, and main.ts that starts them', () => {
    expect([...new Set(sources.map(({ name }) => name.split('/')[0]))].sort()).toEqual(['app', 'features', 'main.ts', 'shared']);
  });

  it('keeps features apart: one never uses another', () => {
    expect(uses((from, to) => !from.startsWith('features/') || !to.startsWith('features/'))).toEqual([]);
  });

  it('lets nothing below the frame use the frame', () => {
    expect(uses((from, to) => from === 'main.ts' || to !== 'app')).toEqual([]);
  });

  it('lets shared use no feature', () => {
    expect(uses((from, to) => from !== 'shared' || !to.startsWith('features/'))).toEqual([]);
  });

  it('finds what it looks for', () => {
    expect(sources.find(({ name }) => name === 'main.ts')?.uses).toContain('app/app-root');
    expect(sources.find(({ name }) => name === 'features/events/events-page.ts')?.uses).toContain('shared/site/watched');
  });
});

describe('the shape', () => {
  it(`keeps every file within ${LINES} lines`, () => {
    const lines = [...sources, ...readdirSync('test', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
      .map((name) => ({ name: `test/${name}`, text: readFileSync(join('test', name), 'utf8') }))];
    expect(lines.filter(({ text }) => text.split('\n').length > LINES + 1).map(({ name }) => name)).toEqual([]);
  });

  it(`keeps every line within ${COLUMNS} columns`, () => {
    const scripts = readdirSync('scripts').map((name) => ({ name: `scripts/${name}`, text: readFileSync(join('scripts', name), 'utf8') }));
    expect([...sources, ...scripts].flatMap(({ name, text }) => text.split('\n')
      .flatMap((line, index) => line.length > COLUMNS ? [`${name}:${index + 1}`] : []))).toEqual([]);
  });

  it('shows signals only through parts that forget them', () => {
    const bare = sources.filter(({ text }) => /extends LitElement/.test(text) && /\.value\b/.test(text) && !/class AppElement/.test(text));
    expect(bare.map(({ name }) => name)).toEqual([]);
  });

  it('leads only to pages that the table has', () => {
    const known = [...sources.find(({ name }) => name === 'app/pages.ts')?.text.matchAll(/name: '(\w+)'/g) ?? []].map((match) => match[1]);
    const led = sources.flatMap(({ text }) => [...text.matchAll(/page: '(\w+)'/g)].map((match) => match[1]));
    expect(led.length).toBeGreaterThan(0);
    expect(led.filter((page) => !known.includes(page))).toEqual([]);
  });
});
