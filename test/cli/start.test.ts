import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { ROOT } from '../support/plant.ts';

/** Tells on stderr every module that is loaded. */
const TELL = `data:text/javascript,${encodeURIComponent(
  `import { registerHooks } from 'node:module';
   registerHooks({ load: (url, context, next) => { process.stderr.write(url + '\\n'); return next(url, context); } });`,
)}`;

function loadedBy(...words: readonly string[]): string[] {
  const { stderr } = spawnSync(process.execPath, ['--import', TELL, 'bin/plumb.ts', ...words], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  return stderr.split('\n').filter((line) => line.startsWith('file:'));
}

it.each([
  ['--help', /\/(zod|cli-table3|server|agent|usecases|adapters|schemas)\//],
  ['deployment start --help', /\/(zod|cli-table3|server|agent|usecases|adapters|schemas)\//],
  ['agent --help', /\/(server|usecases|adapters)\//],
])('`plumb %s` loads only what it needs', (words, heavy) => {
  const loaded = loadedBy(...words.split(' '));
  expect(loaded.some((url) => url.endsWith('/cli/program.ts'))).toBe(true);
  expect(loaded.filter((url) => heavy.test(url))).toStrictEqual([]);
});
