import { randomBytes } from 'node:crypto';
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
  const master = keyFile(join(folder, 'master.key'), () => randomBytes(32).toString('base64'));
  const found = readdirSync(folder);
  for (const role of ROLES) {
    if (found.some((name) => SIGNING_FILE.exec(name)?.[1] === role)) continue;
    const at = new Date(clock.now()).toISOString();
    keyFile(join(folder, `${role}-${at.replace(/[-:.]/g, '')}.pem`), () => newSigningKey(role, at).privateKey);
  }
  return { signer: keySigner(readSigningKeys(folder)), keyring: derivedKeyring(Buffer.from(master, 'base64'), clock) };
}

function readSigningKeys(folder: string): SigningKey[] {
  const newestFirst = readdirSync(folder).sort().reverse();
  return newestFirst.flatMap((name) => {
    const [, role, year, month, day, hour, minute, second, ms] = SIGNING_FILE.exec(name) ?? [];
    if (role === undefined) return [];
    const notBefore = `${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}Z`;
    return [{ role: role as SigningKey['role'], notBefore, privateKey: readKey(join(folder, name)) }];
  });
}
