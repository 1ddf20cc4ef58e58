import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const PAGES = ['README.md', 'ARCHITECTURE.md', ...globSync('{docs,examples}/**/*.md', { cwd: ROOT })];
const FOLDERS =
  /^(?:bin|lib|local|examples|schemas|core|usecases|functions|state-machines|adapters|server|agent|cli|demo|bench|test|docs)\/[\w./-]*$/;

/** Paths of the repository in code marks, and targets of links to files. */
function namedPaths(page: string, text: string): string[] {
  const marked = [...text.matchAll(/`([^`\s]+)`/g)].map(([, path = '']) => path).filter((path) => FOLDERS.test(path));
  const linked = [...text.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map(([, path = '']) => join(dirname(page), path));
  return [...marked, ...linked];
}
const missing = (page: string, text: string): string[] =>
  namedPaths(page, text).filter((path) => !existsSync(join(ROOT, path)));

it.each(PAGES)('%s names only files that exist', (page) =>
  expect(missing(page, readFileSync(join(ROOT, page), 'utf8'))).toStrictEqual([]),
);

it('looks at enough paths, and sees one that is not there', () => {
  const all = PAGES.flatMap((page) => namedPaths(page, readFileSync(join(ROOT, page), 'utf8')));
  expect(all.length).toBeGreaterThanOrEqual(100);
  expect(missing('docs/page.md', 'see `core/nowhere.ts` and [this](gone.md)')).toStrictEqual([
    'core/nowhere.ts',
    'docs/gone.md',
  ]);
});
