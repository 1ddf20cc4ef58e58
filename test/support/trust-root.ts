import { initRoot, newRootKey, rotateRoot } from '../../cli/trust/root-file.ts';
import type { DsseEnvelope } from '../../schemas/documents.ts';
import type { World } from '../../usecases/ports.ts';
import { currentRoot } from '../../usecases/trust/current-root.ts';
import { loadRoot } from '../../usecases/trust/load-root.ts';
import { publicKeys } from '../../usecases/trust/public-keys.ts';
import { callAs } from './call.ts';

/** Loads root version 1 (epoch 1) for the world's own keys; answers the envelope and the private root key. */
export async function loadTestRoot(world: World): Promise<{ envelope: DsseEnvelope; rootKey: string }> {
  const keys = await publicKeys(world);
  if (!keys.ok) throw new Error(keys.code);
  const rootKey = newRootKey();
  const at = new Date(world.clock.now()).toISOString();
  const envelope = initRoot(keys.value, rootKey, { at });
  const loaded = await loadRoot(world, { params: {}, query: {}, body: envelope }, callAs('Admin', { at }));
  if (!loaded.ok) throw new Error(loaded.code);
  return { envelope, rootKey };
}

/** Loads the next root: the server's keys of now, the same root key and epoch. */
export async function rotateTestRoot(world: World, rootKey: string): Promise<void> {
  const [keys, current] = [await publicKeys(world), await currentRoot(world)];
  if (!keys.ok || !current) throw new Error('nothing to rotate');
  const at = new Date(world.clock.now()).toISOString();
  const body = rotateRoot(current.root, keys.value, { at, rootKeys: [rootKey] });
  const loaded = await loadRoot(world, { params: {}, query: {}, body }, callAs('Admin', { at }));
  if (!loaded.ok) throw new Error(loaded.code);
}
