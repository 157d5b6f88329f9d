// @vitest-environment node
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const documents = '../../../docs';

/** A copy of the sources, where a document can be changed: inside node_modules, so that it finds the packages and nothing else finds it. */
describe('a document that changes', () => {
  let copy: string;

  beforeEach(() => {
    mkdirSync('node_modules/.contract', { recursive: true });
    copy = mkdtempSync('node_modules/.contract/');
    ['src', 'dev'].forEach((name) => cpSync(name, join(copy, name), { recursive: true }));
    writeFileSync(join(copy, 'tsconfig.json'), JSON.stringify({ extends: '../../../tsconfig.json', include: ['src'], exclude: [] }));
  });

  afterEach(() => rmSync(copy, { recursive: true }));

  /** Makes the types anew after a change of both documents and gives what the compiler says. */
  function compiled(change: (text: string) => string): string {
    ['asyncapi.yaml', 'openapi.json'].forEach((name) =>
      writeFileSync(join(copy, name), change(readFileSync(join(documents, name), 'utf8'))));
    execFileSync('node', ['scripts/contract.mjs', copy, join(copy, 'src/shared/contract/generated')], { stdio: 'pipe' });
    return spawnSync('node', ['node_modules/typescript/bin/tsc', '--noEmit', '-p', copy], { encoding: 'utf8' }).stdout;
  }

  it('compiles as it is', () => {
    expect(existsSync('node_modules/typescript/bin/tsc')).toBe(true);
    expect(compiled((text) => text)).toBe('');
  });

  it.each(['stateTexts', 'received', 'lastHeard'])('breaks the compile by renaming %s', (field) => {
    expect(compiled((text) => text.replaceAll(field, `${field}Renamed`))).toContain(`'${field}' does not exist`);
  });

  it('breaks the compile by renaming a message of the hub', () => {
    expect(compiled((text) => text.replace('"siteRemoved": [', '"siteGone": ['))).toContain('"siteRemoved"');
  });

  it('is refused when it describes a message other than the other document does', () => {
    const run = (): string => compiled((text) => text.startsWith('{') ? text.replaceAll('"stateTexts"', '"words"') : text);
    expect(run).toThrow(/CatalogTag has other fields/);
  });
});
