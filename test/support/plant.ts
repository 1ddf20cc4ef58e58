import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';

/** The checkout these tests belong to. */
export const ROOT = resolve(import.meta.dirname, '../..');

/**
 * A throw-away project holding just these files, for showing a gate its violation outside the tree.
 * It borrows the checkout's installed packages and is gone when the test ends.
 * @returns its absolute path
 */
export function plant(files: Readonly<Record<string, string>>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'plumbline-gate-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'dir');
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** Files of the tree as git sees them: tracked, and new ones not ignored. Paths use `/`. */
export function treeFiles(...patterns: readonly string[]): string[] {
  const listed = execFileSync(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', ...patterns],
    {
      cwd: ROOT,
      encoding: 'utf8',
    },
  );
  const gone = execFileSync('git', ['ls-files', '-z', '--deleted', '--', ...patterns], { cwd: ROOT, encoding: 'utf8' });
  const missing = new Set(gone.split('\0'));
  return [...new Set(listed.split('\0'))].filter((path) => path !== '' && !missing.has(path));
}
