import { fromBase64 } from '../../core/integrity/base64.ts';
import { TRUST, TRUST_KEY, type TrustState } from '../../core/trust/evolve.ts';
import { DsseEnvelope, TrustRoot } from '../../schemas/documents.ts';
import type { Sha256 } from '../../schemas/words.ts';
import type { World } from '../ports.ts';
import { streamId } from '../transact.ts';

export interface CurrentRoot {
  readonly envelope: DsseEnvelope;
  readonly root: TrustRoot;
  readonly state: TrustState;
}

/** The newest trust root, or undefined while none is loaded (`trust_root_missing` to whoever needs one). */
export async function currentRoot(
  world: Pick<World, 'streams' | 'blobs' | 'authority'>,
): Promise<CurrentRoot | undefined> {
  const head = await world.streams.load(streamId(world.authority, TRUST.kind, TRUST_KEY));
  if (!head) return undefined;
  const state = head.state as unknown as TrustState;
  const envelope = await readRootEnvelope(world, state.envelopeSha256);
  return { envelope, root: rootOf(envelope), state };
}

/** @throws when the blob is gone: events that name it were stored after it. */
export async function readRootEnvelope(world: Pick<World, 'blobs'>, envelopeSha256: Sha256): Promise<DsseEnvelope> {
  const bytes = await world.blobs.get('root', envelopeSha256);
  if (!bytes) throw new Error(`trust root ${envelopeSha256} is missing`);
  return DsseEnvelope.parse(JSON.parse(new TextDecoder().decode(bytes)));
}

/** The root inside an envelope that was verified before it was stored. */
export const rootOf = ({ payload }: DsseEnvelope): TrustRoot =>
  TrustRoot.parse(JSON.parse(new TextDecoder().decode(fromBase64(payload))));
