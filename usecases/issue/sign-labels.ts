import { done, type Outcome } from '../../core/decision.ts';
import { payloadBytes } from '../../core/integrity/statement.ts';
import { labelsPayload } from '../../core/labels/payload.ts';
import { decideMembership } from '../../core/node/record/decide-membership.ts';
import { NODE } from '../../core/node/record/evolve.ts';
import type { NodeState } from '../../core/node/record/state.ts';
import type { Call } from '../call.ts';
import type { World } from '../ports.ts';
import { systemCall } from '../system-call.ts';
import { streamId, transact } from '../transact.ts';
import { type SigningWorld, signDocument } from './sign-document.ts';

/**
 * Signs the labels a node was granted; its envelope lies in blob namespace `labels`. Without labels, and when they are
 * signed already, nothing is done.
 * @returns whether this call signed them; `trust_root_missing`, `release_key_untrusted`
 * @see docs/protocol.md §2.4
 */
export async function signLabels(
  world: SigningWorld & Pick<World, 'clock' | 'ids' | 'controlPlane'>,
  node: string,
  cause?: Pick<Call, 'traceId'>,
): Promise<Outcome<boolean>> {
  const head = await world.streams.load(streamId(world.authority, NODE.kind, node));
  const state = head?.state as unknown as NodeState | undefined;
  if (state?.status !== 'active' || state.labels.revision === 0 || state.labels.envelopeSha256) return done(false);
  const { revision, labels, issuedAt } = state.labels;
  const { bytes } = labelsPayload({ controlPlane: world.controlPlane, node, revision, labels, issuedAt });
  const signed = await signDocument(world, bytes, { cluster: state.cluster });
  if (!signed.ok) return signed;
  const { sha256: envelopeSha256 } = await world.blobs.put('labels', payloadBytes(signed.value).bytes);
  const call = systemCall(world, 'rollout', `sign/labels/${node}/${revision}`, cause);
  return transact(world, call, async (tx) => {
    const now = await tx.load(NODE, node);
    const decision = decideMembership({ type: 'KeepLabels', at: call.at, revision, envelopeSha256 }, now.state);
    if (!decision.ok) return decision;
    tx.append(NODE, node, decision.events);
    return done(decision.events.length > 0);
  });
}
