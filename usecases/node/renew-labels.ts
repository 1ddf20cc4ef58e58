import { done, type Outcome } from '../../core/decision.ts';
import { decideMembership } from '../../core/node/record/decide-membership.ts';
import { NODE } from '../../core/node/record/evolve.ts';
import type { NodeState } from '../../core/node/record/state.ts';
import { releaseKeys } from '../../core/trust/role-keys.ts';
import type { DsseEnvelope } from '../../schemas/documents.ts';
import type { Call } from '../call.ts';
import type { World } from '../ports.ts';
import { systemCall } from '../system-call.ts';
import { transact } from '../transact.ts';
import { currentRoot } from '../trust/current-root.ts';

type Needs = Pick<World, 'authority' | 'streams' | 'blobs' | 'ids' | 'clock'>;

/** Whether nodes believe this signature: its key is one that the newest root lets sign for the cluster. */
export async function countsNow(world: Needs, { signatures }: DsseEnvelope, cluster: string): Promise<boolean> {
  const current = await currentRoot(world);
  const keys = current ? releaseKeys(current.root, cluster) : [];
  return keys.some(({ keyId }) => keyId === signatures[0]?.keyid);
}

/**
 * Drafts the labels of a node once more, under the next revision, so that they are signed by the key of now: the one
 * that signed them is gone from the trust root, or nothing could be signed when they were granted.
 */
export async function renewLabels(
  world: Needs,
  node: string,
  { labels: { revision } }: NodeState,
  cause: Pick<Call, 'traceId'>,
): Promise<Outcome<null>> {
  const call = systemCall(world, 'node', `renew/labels/${node}/${revision}`, cause);
  return transact(world, call, async (tx) => {
    const { state } = await tx.load(NODE, node);
    const command = { type: 'RenewLabels', at: call.at, revision, by: call.principal.subject } as const;
    const decision = decideMembership(command, state);
    if (!decision.ok) return decision;
    tx.append(NODE, node, decision.events);
    return done(null);
  });
}
