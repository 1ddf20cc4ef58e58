import { join } from 'node:path';
import { keyFile } from '../../adapters/embedded/keys/key-file.ts';
import type { DsseEnvelope } from '../../schemas/documents.ts';
import type { TrustKeysAnswer } from '../../schemas/trust.ts';
import type { World } from '../../usecases/ports.ts';
import { systemCall } from '../../usecases/system-call.ts';
import { currentRoot } from '../../usecases/trust/current-root.ts';
import { loadRoot } from '../../usecases/trust/load-root.ts';
import { publicKeys } from '../../usecases/trust/public-keys.ts';

/** Where an embedded control plane keeps the root key it made; it never reads it again, so it may be moved away. */
export const rootKeyPath = (dataFolder: string): string => join(dataFolder, 'root-key.pem');

/** How a person makes a root (cli/trust/root-file.ts); handed in, because no server code signs roots. */
export interface RootHand {
  newRootKey(): string;
  initRoot(keys: TrustKeysAnswer, rootKey: string, terms: { readonly at: string }): DsseEnvelope;
}

/**
 * Makes and loads trust root 1 when there is none: what a person does with `plumb trust init`, done by an embedded
 * server itself at first start, and at no other: a database that has lost everything is not taken for a new one. A start that ended half way goes on with the key file it finds.
 * @returns the key's path when a root was made, to be said to whoever started the server; undefined otherwise
 */
export async function ensureRoot(world: World, dataFolder: string, hand: RootHand): Promise<string | undefined> {
  if (await currentRoot(world)) return undefined;
  if ((await world.witness.last()) !== undefined)
    throw new Error('the database is empty, but a checkpoint of its log was signed: put the database back');
  const path = rootKeyPath(dataFolder);
  const rootKey = keyFile(path, hand.newRootKey);
  const keys = await publicKeys(world);
  if (!keys.ok) throw new Error(keys.code);
  const call = systemCall(world, 'server', 'trust/root/1');
  const envelope = hand.initRoot(keys.value, rootKey, { at: call.at });
  const loaded = await loadRoot(world, { params: {}, query: {}, body: envelope }, call);
  if (!loaded.ok) throw new Error(`the trust root was refused: ${JSON.stringify(loaded.details)}`);
  return path;
}
