import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CATALOGUE, PLAYED } from './catalogue.ts';
import { attackList, codeList, situationList } from './listing.ts';
import { REFUSED_WHERE } from './refused-where.ts';
import { FAMILIES } from './stage/attack.ts';
import { SITUATIONS } from './tuf-conformance.ts';

const ROOT = join(import.meta.dirname, '../../..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
/** Tables are written in columns, and the width of a column says nothing. */
const evenly = (text: string): string => text.replaceAll(/ {2,}/g, ' ').replaceAll(/-{3,}/g, '---');
const all = Object.values(PLAYED).flat();

describe('the attacks', () => {
  it.each(FAMILIES)('have at least five variants of %s', (family) => {
    const names = CATALOGUE.filter((it) => it.family === family).map(({ by, name }) => `${by}: ${name}`);
    expect(names.length).toBeGreaterThanOrEqual(5);
    expect(new Set(names).size).toBe(names.length);
  });

  it('each end in something that somebody can see', () =>
    expect(all.filter(({ told, shown }) => told.length === 0 && shown === undefined)).toStrictEqual([]));

  it('are this many; raise it as they grow', () => {
    expect(CATALOGUE.length).toBeGreaterThanOrEqual(149);
    expect(CATALOGUE.filter(({ by }) => by === 'node function').length).toBeGreaterThanOrEqual(17);
  });

  it('are each played by their own test file', () => {
    for (const file of Object.keys(PLAYED)) expect(read(`test/attacks/nodes/${file}`)).toContain(`PLAYED['${file}']`);
  });

  it('name for each refusal the file that decides it', () => {
    const told = new Set(all.flatMap(({ told: codes }) => codes));
    expect([...told].filter((code) => REFUSED_WHERE[code] === undefined)).toStrictEqual([]);
    for (const [code, file] of Object.entries(REFUSED_WHERE)) expect(read(file)).toContain(`'${code}'`);
  });
});

it('every situation of tuf-conformance is shown by words that stand in a test, or has its reason', () => {
  const situations = Object.values(SITUATIONS).flat();
  for (const { here, shown } of situations) {
    if (shown.length === 0) expect(here).toMatch(/^none: /);
    for (const [file, words] of shown) expect(read(`test/${file}`)).toContain(words);
  }
  expect(situations.length).toBeGreaterThanOrEqual(43);
});

describe('docs/attacks.md', () => {
  it.each([
    ['the attacks', attackList],
    ['where refusals are decided', codeList],
    ['the situations of tuf-conformance', situationList],
  ])('lists %s as they are here', (_, list) => {
    const page = evenly(read('docs/attacks.md'));
    // By lines, so that what differs is all that is shown.
    expect(
      evenly(list())
        .split('\n')
        .filter((line) => !page.includes(line)),
    ).toStrictEqual([]);
    expect(page).toContain(evenly(list()));
  });
});
