import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { LocalFailure } from '../failure.ts';

const VERSION = '3.13';

/** A name of a program is not enough: some are only signposts that fail for another version. */
function isThatPython(program: string, env: NodeJS.ProcessEnv): boolean {
  const { stdout, status } = spawnSync(program, ['-c', 'import sys, venv; print("%d.%d" % sys.version_info[:2])'], {
    encoding: 'utf8',
    env,
  });
  return status === 0 && stdout.trim() === VERSION;
}

/** Pythons that version managers keep, which need not be on the PATH. */
function managed(env: NodeJS.ProcessEnv): string[] {
  const folder = join(env['PYENV_ROOT'] ?? join(env['HOME'] ?? homedir(), '.pyenv'), 'versions');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.startsWith(`${VERSION}.`))
    .map((name) => join(folder, name, 'bin/python3'));
}

/**
 * Finds Python 3.13, which the emulators need: on the PATH or among pyenv's.
 * @returns the program
 */
export function findPython(env: NodeJS.ProcessEnv = process.env): string {
  const candidates = [`python${VERSION}`, 'python3', 'python', ...managed(env)];
  const found = candidates.find((program) => isThatPython(program, env));
  if (found) return found;
  throw new LocalFailure(
    `Python ${VERSION} with its venv module is needed (the emulated AWS runs on it) and was not found as ${candidates.join(', ')}. ` +
      `Install it, for example with \`pyenv install ${VERSION}\`, \`brew install python@${VERSION}\` or \`apt-get install python${VERSION} python${VERSION}-venv\`.`,
  );
}
