import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Context } from '../command-spec.ts';
import { EXIT } from '../failure.ts';
import { count } from '../output/words.ts';
import { writeRoot } from './make-root.ts';
import { trustIn } from './trust-in.ts';

/** Only files of this name are ours to take away again. */
const RELEASE_KEY = /^release-[A-Za-z0-9_-]+\.pem$/;

/**
 * `plumb trust get`: `root.json` and one `.pem` for each release key, so that others can verify without us. Keys that
 * an earlier get left and that count no more are removed.
 */
export async function keepRoot(context: Context, folder: string, version: number | undefined): Promise<number> {
  const client = await context.client();
  const { value, text } =
    version === undefined
      ? await client.call('getRoot', {})
      : await client.call('getRootVersion', { params: { version: String(version) } });
  const root = trustIn(value.envelope);
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) if (RELEASE_KEY.test(name)) rmSync(join(folder, name));
  const keys = Object.entries(root.roles.release.keys);
  for (const [keyId, { publicKey }] of keys) writeFileSync(join(folder, keyName(keyId)), publicKey);
  writeRoot(folder, value.envelope);
  const told = `Wrote trust root ${root.version} and ${count(keys.length, 'release key')} to ${folder}`;
  context.stdout.write(context.json ? `${text}\n` : `${told}\n`);
  return EXIT.ok;
}

/** `SHA256:…` in letters that every file system takes. */
const keyName = (keyId: string): string =>
  `release-${keyId.replace(/^SHA256:/, '').replace(/[+/]/g, (sign) => (sign === '+' ? '-' : '_'))}.pem`;
