import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT, treeFiles } from '../support/plant.ts';

// Written in pieces, so that this file does not find itself.
const HOME_FOLDERS = ['work', 'root', 'home', 'Users'].map((name) => `/${name}/`);
const MACHINE_PATH = new RegExp(`(?<![\\w.:@-])(${HOME_FOLDERS.join('|')})`);
const REGISTRY = new RegExp(
  ['registry(?:\\.[\\w-]+){2,}', '[\\w.-]*(?:artifactory|nexus|verdaccio)[\\w-]*\\.[a-z]+'].join('|'),
);

/** Where a text names a place on somebody's machine, or the host packages were fetched from. */
const traces = (text: string): string[] =>
  text
    .split('\n')
    .flatMap((line, index) =>
      MACHINE_PATH.test(line) || REGISTRY.test(line) ? [`${index + 1}: ${line.trim().slice(0, 120)}`] : [],
    );

describe('committed files name no machine', () => {
  it.each([
    ...HOME_FOLDERS.map((folder) => `see ${folder}me/notes.md`),
    `"resolved": "https://${['registry', 'npmjs.org'].join('.')}/zod"`,
    `url: https://${['nexus', 'example', 'com'].join('.')}/npm`,
  ])('sees a planted %s', (line) => {
    expect(traces(`fine\n${line}\n`)).toStrictEqual([`2: ${line}`]);
  });

  it.each([
    'https://nodejs.org',
    ...[
      ['..', 'shared', 'work', 'x'],
      ['core', 'work', 'x.ts'],
      ['the trust root', 'keys'],
    ].map((parts) => parts.join('/')),
  ])('has nothing against %s', (line) => {
    expect(traces(line)).toStrictEqual([]);
  });

  const files = treeFiles();
  it('looks at every file', () => {
    expect(files.length).toBeGreaterThanOrEqual(1250); // a floor: raise it as the tree grows
  });
  it('holds in the tree', () => {
    const found = files.flatMap((file) =>
      traces(readFileSync(join(ROOT, file), 'utf8')).map((trace) => `${file}:${trace}`),
    );
    expect(found).toStrictEqual([]);
  });
});
