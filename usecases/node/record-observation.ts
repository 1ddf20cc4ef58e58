import { done, type Outcome, reject } from '../../core/decision.ts';
import { decideObserve, type Observation } from '../../core/node/record/decide-observe.ts';
import { NODE } from '../../core/node/record/evolve.ts';
import type { NodeState } from '../../core/node/record/state.ts';
import type { DriftFinding } from '../../schemas/drift.ts';
import type { CheckInRequest, NodeRefusal } from '../../schemas/node-messages.ts';
import type { Call } from '../call.ts';
import type { World } from '../ports.ts';
import { transact } from '../transact.ts';

interface Seen {
  readonly node: string;
  readonly said: CheckInRequest;
  readonly findings: readonly DriftFinding[];
}

/**
 * Stores what a check-in changed; nothing is written when it changed nothing.
 * @param state as read before; decided again on a consistent read when there is something to store
 * @returns the state afterwards; `node_revoked` when the node was removed meanwhile
 */
export async function recordObservation(
  world: Pick<World, 'streams' | 'ids' | 'authority' | 'blobs'>,
  { node, said, findings }: Seen,
  state: NodeState,
  call: Call,
): Promise<Outcome<NodeState>> {
  const { swap, ordersDone, evidence } = said;
  const seen: Observation = {
    at: call.at,
    findings,
    swap,
    ordersDone,
    evidence,
    refusals: said.refusals.map(withoutEnvelopes),
  };
  if (decideObserve(seen, state).length === 0) return done(state);
  const kept = { ...seen, refusals: await Promise.all(said.refusals.map((refusal) => keepEvidence(world, refusal))) };
  let after = state;
  const stored = await transact(world, call, async (tx) => {
    const { state: now } = await tx.load(NODE, node);
    if (now.status !== 'active') return reject('node_revoked');
    after = tx.append(NODE, node, decideObserve(kept, now));
    return done(null);
  });
  return stored.ok ? done(after) : stored;
}

const withoutEnvelopes = ({ envelopes: _, ...refusal }: NodeRefusal) => refusal;

/** Envelopes outgrow an event: they become blobs, written once whatever happens afterwards. */
async function keepEvidence(
  { blobs }: Pick<World, 'blobs'>,
  refusal: NodeRefusal,
): Promise<Observation['refusals'][number]> {
  if (!refusal.envelopes?.length) return withoutEnvelopes(refusal);
  const put = refusal.envelopes.map((envelope) => blobs.put('evidence', Buffer.from(JSON.stringify(envelope))));
  return { ...withoutEnvelopes(refusal), evidence: (await Promise.all(put)).map(({ sha256 }) => sha256) };
}
