import { randomUUID } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * A file only its owner may read, made at first use and durable before it is used.
 * @throws when others may read it: a key that leaked is worse than a server that does not start
 */
export function keyFile(path: string, make: () => string): string {
  try {
    return readKey(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const beside = join(dirname(path), `.${randomUUID()}`);
  writeSynced(beside, make());
  try {
    linkSync(beside, path); // unlike a rename, never takes the place of a key another process has just made
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    unlinkSync(beside);
  }
  syncFolder(dirname(path));
  return readKey(path);
}

export function readKey(path: string): string {
  const others = statSync(path).mode & 0o077;
  if (others !== 0 && process.platform !== 'win32')
    throw new Error(`${path} must be readable by its owner alone (0600)`);
  return readFileSync(path, 'utf8');
}

function writeSynced(path: string, text: string): void {
  const file = openSync(path, 'wx', 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function syncFolder(path: string): void {
  if (process.platform === 'win32') return;
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
