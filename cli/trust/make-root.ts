import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DsseEnvelope, TrustRoot } from '../../schemas/documents.ts';
import type { TrustRootAnswer, TrustRootSummary } from '../../schemas/trust.ts';
import type { Context } from '../command-spec.ts';
import { EXIT, Failure } from '../failure.ts';
import { ago, short } from '../output/words.ts';
import { keyFileAt, readKeyFile } from './key-files.ts';
import { initRoot, newRootKey, rotateRoot } from './root-file.ts';
import type { TrustDoor } from './trust-door.ts';
import { trustIn } from './trust-in.ts';

const ROOT_KEY = 'root-key.pem';

/**
 * `plumb trust init`: makes a root key, names the keys that the control plane shows, signs and loads version 1.
 * @param folder gets `root-key.pem` and `root.json`
 */
export async function makeFirstRoot(context: Context, door: TrustDoor, folder: string): Promise<number> {
  const loaded = await door.root();
  if (loaded)
    throw new Failure(
      EXIT.refused,
      `trust root ${loaded.version} is loaded already; plumb trust rotate makes the next`,
    );
  const keyPath = join(folder, ROOT_KEY);
  const envelope = initRoot(await door.keys(), keyFileAt(keyPath, newRootKey), { at: at(context) });
  const summary = await door.load(envelope);
  writeRoot(folder, envelope);
  tell(context, summary, envelope);
  context.stderr.write(`The root key is ${keyPath}: move it to a safe place; the control plane never needs it.\n`);
  return EXIT.ok;
}

export interface RotationFlags {
  /** Files of private root keys; together they must reach the threshold. */
  readonly rootKeys: readonly string[];
  /** File of the key that replaces them; made when it is not there. */
  readonly newRootKey: string | undefined;
  readonly epoch: number | undefined;
  /** Gets `root.json`. */
  readonly out: string | undefined;
}

/** `plumb trust rotate`: the next version, naming the keys that the control plane shows now. */
export async function makeNextRoot(context: Context, door: TrustDoor, flags: RotationFlags): Promise<number> {
  const loaded = await door.root();
  if (!loaded) throw new Failure(EXIT.refused, 'no trust root is loaded yet; plumb trust init makes the first');
  const envelope = rotateRoot(rootOf(loaded), await door.keys(), {
    at: at(context),
    rootKeys: flags.rootKeys.map(readKeyFile),
    ...(flags.newRootKey === undefined ? {} : { newRootKey: keyFileAt(flags.newRootKey, newRootKey) }),
    ...(flags.epoch === undefined ? {} : { epoch: flags.epoch }),
  });
  const summary = await door.load(envelope);
  if (flags.out !== undefined) writeRoot(flags.out, envelope);
  tell(context, summary, envelope);
  return EXIT.ok;
}

const at = ({ now }: Context): string => new Date(now()).toISOString();

const rootOf = ({ envelope }: TrustRootAnswer): TrustRoot => trustIn(envelope);

export function writeRoot(folder: string, envelope: DsseEnvelope): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'root.json'), `${JSON.stringify(envelope)}\n`);
}

/** Names every key that counts now, for whoever signed to check. */
function tell({ json, stdout, now }: Context, summary: TrustRootSummary, envelope: DsseEnvelope): void {
  const { version, epoch, expiresAt, digest } = summary;
  if (json) {
    stdout.write(`${JSON.stringify({ version, epoch, expiresAt, digest })}\n`);
    return;
  }
  const { root, release, checkpoint } = trustIn(envelope).roles;
  const keys = Object.entries({ root, release, checkpoint }).flatMap(([role, { keys: held }]) =>
    Object.keys(held).map((keyId) => `  ${role.padEnd(10)} ${keyId}`),
  );
  const head = `Trust root ${version}, epoch ${epoch}, expires ${ago(expiresAt, now())}, digest ${short(digest)}`;
  stdout.write(`${[head, ...keys].join('\n')}\n`);
}
