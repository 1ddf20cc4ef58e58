import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const page = readFileSync(join(ROOT, 'docs/attacks-at-the-door.md'), 'utf8');

interface Row {
  readonly item: string;
  readonly tests: readonly string[];
}
/** Rows of the table by OWASP item, with the tests that each names. */
const rowsOf = (text: string): Row[] =>
  [...text.matchAll(/^\| (API\d+) [^|]+\|[^|]+\|([^|]+)\|$/gm)].map(([, item = '', where = '']) => ({
    item,
    tests: [...where.matchAll(/`(test\/[\w./-]+)`/g)].map(([, path = '']) => path),
  }));
/** Whether a file has something that can fail: tests, or a suite that tests call. */
const asserts = (source: string): boolean => /\bit(?:\.each)?[(<]/.test(source) && /\bexpect\(/.test(source);
const rows = rowsOf(page);

describe('docs/attacks-at-the-door.md', () => {
  it('has a row for each item of the list', () =>
    expect(rows.map(({ item }) => item)).toStrictEqual(Array.from({ length: 10 }, (_, at) => `API${at + 1}`)));

  it.each(rows)('$item names tests, each of which is there and asserts', ({ tests }) => {
    expect(tests.length).toBeGreaterThan(0);
    for (const test of tests) {
      expect([test, existsSync(join(ROOT, test))]).toStrictEqual([test, true]);
      expect([test, asserts(readFileSync(join(ROOT, test), 'utf8'))]).toStrictEqual([test, true]);
    }
  });

  it('names every attack at these doors', () => {
    const there = globSync('test/attacks/{identity,people}/**/*.test.ts', { cwd: ROOT });
    expect(there.length).toBeGreaterThanOrEqual(18);
    const named = new Set(rows.flatMap(({ tests }) => tests));
    expect(there.filter((test) => !named.has(test))).toStrictEqual([]);
  });

  it('would see a row without a test, and a test that asserts nothing', () => {
    expect(rowsOf('| API7 forgery | nothing yet | later |\n')).toStrictEqual([{ item: 'API7', tests: [] }]);
    expect(asserts("it('is a test', () => undefined);")).toBe(false);
  });
});
