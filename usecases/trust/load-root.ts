import { done, type Outcome, reject } from '../../core/decision.ts';
import { payloadBytes } from '../../core/integrity/statement.ts';
import { decideLoadRoot } from '../../core/trust/decide.ts';
import { TRUST, TRUST_KEY } from '../../core/trust/evolve.ts';
import type { RouteInput } from '../../schemas/api/route.ts';
import type { DsseEnvelope } from '../../schemas/documents.ts';
import type { TrustRootSummary } from '../../schemas/trust.ts';
import type { Call } from '../call.ts';
import type { World } from '../ports.ts';
import { transact } from '../transact.ts';
import { readRootEnvelope, rootOf } from './current-root.ts';

/**
 * Loads a root that people signed: version 1 only while there is none, later ones by the root rules.
 * @returns `trust_root_invalid` with the rule that is broken, `precondition_failed`
 */
export async function loadRoot(
  world: Pick<World, 'authority' | 'controlPlane' | 'streams' | 'blobs' | 'ids'>,
  { body }: RouteInput<unknown, unknown, DsseEnvelope>,
  call: Call,
): Promise<Outcome<TrustRootSummary>> {
  return transact(world, call, async (tx) => {
    const { state } = await tx.load(TRUST, TRUST_KEY);
    if (call.ifMatch !== undefined && call.ifMatch !== state.version) {
      return reject('precondition_failed', { version: state.version });
    }
    const previous = state.version > 0 ? rootOf(await readRootEnvelope(world, state.envelopeSha256)) : undefined;
    const { bytes, digest: envelopeSha256 } = payloadBytes(body);
    const command = { at: call.at, envelope: body, envelopeSha256, controlPlane: world.controlPlane };
    const decision = decideLoadRoot(command, state, previous);
    if (!decision.ok) return decision;
    if (decision.events.length > 0) await world.blobs.put('root', bytes);
    const { version, epoch, expiresAt, digest } = tx.append(TRUST, TRUST_KEY, decision.events);
    return done({ version, epoch, expiresAt, digest });
  });
}
