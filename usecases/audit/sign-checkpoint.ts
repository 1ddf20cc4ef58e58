import { done, type Outcome, reject } from '../../core/decision.ts';
import { sameBytes } from '../../core/integrity/base64.ts';
import { checkpointOrigin, checkpointText, openCheckpoint, signedCheckpoint } from '../../core/integrity/checkpoint.ts';
import { readPublicKey } from '../../core/integrity/keys.ts';
import type { World } from '../ports.ts';
import { currentRoot } from '../trust/current-root.ts';
import { logRoot } from './log-tiles.ts';

type Needs = Pick<World, 'authority' | 'controlPlane' | 'streams' | 'blobs' | 'log' | 'witness' | 'signer'>;

/**
 * Signs where the audit log stands, after proving that it extends the last log signed: the leaves under the old size
 * still have the old root. The memory of that one lies outside the database, so a database restored from a backup is
 * found here. A higher epoch of the trust root may begin anew: it is how people say that they restored on purpose.
 * @returns the newest checkpoint (the old one when nothing was added), `trust_root_missing`, or `log_not_extended`
 * @see docs/protocol.md §6.4
 */
export async function signCheckpoint(world: Needs): Promise<Outcome<string>> {
  const trust = await currentRoot(world);
  if (!trust) return reject('trust_root_missing');
  const { epoch } = trust.root;
  const size = await world.log.size();
  const last = await lastSigned(world);
  if (last && last.epoch >= epoch) {
    const extended = size >= last.size && sameBytes(await logRoot(world, last.size), last.root);
    if (!extended) return reject('log_not_extended', { signedSize: last.size, size, epoch });
    if (size === last.size && last.epoch === epoch) return done(last.note);
  }
  const note = await sign(world, { size, root: await logRoot(world, size), epoch });
  await world.witness.save(note);
  return done(note);
}

/** What the witness remembers. @throws when it is no checkpoint of ours: somebody changed it, and nobody may sign past that */
async function lastSigned({ witness, signer, controlPlane }: Needs) {
  const note = await witness.last();
  if (note === undefined) return undefined;
  const records = (await signer.publicKeys()).filter(({ role }) => role === 'checkpoint');
  const keys = records.flatMap(({ publicKey }) => readPublicKey(publicKey) ?? []);
  const checkpoint = openCheckpoint(note, controlPlane, keys);
  if (!checkpoint) throw new Error('the witness holds no checkpoint of this control plane');
  return { ...checkpoint, note };
}

async function sign(
  { signer, controlPlane }: Needs,
  state: { readonly size: number; readonly root: Uint8Array; readonly epoch: number },
): Promise<string> {
  const checkpoint = { origin: checkpointOrigin(controlPlane), ...state };
  const { keyId, signature } = await signer.sign('checkpoint', new TextEncoder().encode(checkpointText(checkpoint)));
  const record = (await signer.publicKeys()).find((key) => key.keyId === keyId);
  const key = record && readPublicKey(record.publicKey);
  if (!key) throw new Error(`the signer does not publish its key ${keyId}`);
  return signedCheckpoint(checkpoint, key, signature);
}
