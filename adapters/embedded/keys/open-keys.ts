import { createPrivateKey, randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock, Keyring, Signer } from '../../../usecases/ports.ts';
import { keyFile, readKey } from './key-file.ts';
import { derivedKeyring } from './keyring.ts';
import { keySigner, newSigningKey, type SigningKey } from './signer.ts';

/** `release-20261122T093000000Z.pem`: the role, and since when the key counts. */
const SIGNING_FILE = /^(release|checkpoint)-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z\.pem$/;
const ROLES = ['release', 'checkpoint'] as const;

/**
 * Keys of an embedded control plane in one folder (0700, files 0600): signing keys and the master key are made at
 * first start. A newer file of a role takes over signing, the older stay known until they are removed.
 */
export function openKeys(folder: string, clock: Pick<Clock, 'now'>): { signer: Signer; keyring: Keyring } {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const master = masterKey(join(folder, 'master.key'));
  const found = readdirSync(folder);
  for (const role of ROLES) {
    if (found.some((name) => SIGNING_FILE.exec(name)?.[1] === role)) continue;
    const at = new Date(clock.now()).toISOString();
    keyFile(join(folder, `${role}-${at.replace(/[-:.]/g, '')}.pem`), () => newSigningKey(role, at).privateKey);
  }
  return { signer: keySigner(readSigningKeys(folder)), keyring: derivedKeyring(master, clock) };
}

const MASTER_BYTES = 32;

/** @throws when the file holds something else: keys derived from half of it would be other ones, and weak */
function masterKey(path: string): Buffer {
  const key = Buffer.from(
    keyFile(path, () => randomBytes(MASTER_BYTES).toString('base64')),
    'base64',
  );
  if (key.length !== MASTER_BYTES)
    throw new Error(`${path} is damaged: it does not hold ${MASTER_BYTES} bytes in base64`);
  return key;
}

function signingKey(path: string): string {
  const pem = readKey(path);
  try {
    createPrivateKey(pem);
    return pem;
  } catch {
    throw new Error(`${path} is damaged: it holds no private key`);
  }
}

function readSigningKeys(folder: string): SigningKey[] {
  const newestFirst = readdirSync(folder).sort().reverse();
  return newestFirst.flatMap((name) => {
    const [, role, year, month, day, hour, minute, second, ms] = SIGNING_FILE.exec(name) ?? [];
    if (role === undefined) return [];
    const notBefore = `${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}Z`;
    return [{ role: role as SigningKey['role'], notBefore, privateKey: signingKey(join(folder, name)) }];
  });
}
