import { createPrivateKey } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { usage } from '../failure.ts';

/** A private key that only its owner may read; never written over. */
export function writeKeyFile(path: string, pem: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(path, pem, { mode: 0o600, flag: 'wx' });
}

/** @throws a usage failure when there is no private key in it */
export function readKeyFile(path: string): string {
  const pem = readText(path);
  if (pem === undefined) throw usage(`there is no key file ${path}`);
  return checked(path, pem);
}

/** The key in a file, or a new one put there. A command that ended half way goes on with the key it made. */
export function keyFileAt(path: string, make: () => string): string {
  const held = readText(path);
  if (held !== undefined) return checked(path, held);
  const pem = make();
  writeKeyFile(path, pem);
  return pem;
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw usage(`cannot read ${path}: ${(error as NodeJS.ErrnoException).code}`);
  }
}

function checked(path: string, pem: string): string {
  try {
    const { asymmetricKeyDetails } = createPrivateKey(pem);
    if (asymmetricKeyDetails?.namedCurve === 'prime256v1') return pem;
  } catch {
    // told below
  }
  throw usage(`${path} holds no P-256 private key`);
}
