import { decideIssue, type IssueCommand, unsignedDirective, unsignedRelease } from '../../core/cluster/decide-issue.ts';
import { CLUSTER } from '../../core/cluster/evolve.ts';
import type { ClusterState, DirectiveState, ReleaseRef } from '../../core/cluster/state.ts';
import { done, type Outcome, type Rejected, reject } from '../../core/decision.ts';
import { isItsDirective } from '../../core/directive/payload.ts';
import { fromBase64 } from '../../core/integrity/base64.ts';
import { payloadBytes } from '../../core/integrity/statement.ts';
import type { Call } from '../call.ts';
import type { World } from '../ports.ts';
import { systemCall } from '../system-call.ts';
import { streamId, transact } from '../transact.ts';
import { draftedRelease, mayBeSigned } from './may-be-signed.ts';
import { signDocument } from './sign-document.ts';

export type IssuingWorld = Pick<World, 'authority' | 'controlPlane' | 'streams' | 'blobs' | 'signer' | 'clock' | 'ids'>;
export type Signed = { readonly release: string | null; readonly directive: number | null };

/**
 * Signs what is drafted on a cluster: the release first, then the newest directive. Safe to call at any time and by
 * several at once: the stored bytes are signed, and the first envelope stored is the one that counts.
 * @param cause the call this follows from; its trace goes on
 * @returns digest and sequence of what this call signed; or `cluster_unknown`, `cluster_signing_stopped`,
 *   `trust_root_missing`, `release_key_untrusted`, `trust_root_invalid`, or why a release may not be signed any more
 *   (`mayBeSigned`)
 * @see docs/protocol.md §2.10
 */
export async function signPending(
  world: IssuingWorld,
  clusterName: string,
  cause?: Pick<Call, 'traceId'>,
): Promise<Outcome<Signed>> {
  const cluster = await loadCluster(world, clusterName);
  if (!cluster?.exists) return reject('cluster_unknown');
  const release = unsignedRelease(cluster);
  const directive = unsignedDirective(cluster);
  if (!release && !directive) return done({ release: null, directive: null });
  if (cluster.signingStopped) return reject('cluster_signing_stopped', { since: cluster.signingStopped.at });
  const refused = release && refusalOf(await signRelease(world, clusterName, release, cause));
  // Only a directive that names the refused release waits with it; the others have to stay fresh.
  if (refused && cluster.candidate?.digest === release.digest) return refused;
  if (directive) {
    const signed = await signDirective(world, cluster, directive, cause);
    if (!signed.ok) return refused ?? signed;
  }
  if (refused) return refused;
  return done({ release: release?.digest ?? null, directive: directive?.sequence ?? null });
}

const refusalOf = (outcome: Outcome<unknown>): Rejected | undefined => (outcome.ok ? undefined : outcome);

async function loadCluster(world: IssuingWorld, name: string): Promise<ClusterState | undefined> {
  const head = await world.streams.load(streamId(world.authority, CLUSTER.kind, name));
  return head && (head.state as unknown as ClusterState);
}

async function signRelease(
  world: IssuingWorld,
  cluster: string,
  draft: ReleaseRef,
  cause: Pick<Call, 'traceId'> | undefined,
): Promise<Outcome<string>> {
  const { epoch, digest } = draft;
  const bytes = await world.blobs.get('release', digest);
  if (!bytes) throw new Error(`release payload ${digest} is missing`); // it was put before the draft was stored
  const call = systemCall(world, 'rollout', `sign/release/${cluster}/${digest}`, cause);
  const release = draftedRelease(bytes, cluster, draft, world.controlPlane);
  const fit = await mayBeSigned(world, release, call.at, cause);
  if (!fit.ok) return fit;
  const envelope = await signDocument(world, bytes, { cluster, epoch });
  if (!envelope.ok) return envelope;
  const { sha256 } = await world.blobs.put('release', payloadBytes(envelope.value).bytes);
  return keep(world, cluster, { type: 'KeepRelease', at: call.at, digest, envelopeSha256: sha256 }, call);
}

async function signDirective(
  world: IssuingWorld,
  state: ClusterState,
  directive: DirectiveState,
  cause: Pick<Call, 'traceId'> | undefined,
): Promise<Outcome<string>> {
  const { epoch, digest, payload } = directive;
  const cluster = state.name;
  // Whoever can write the stream could put any bytes there; the key signs a directive of this cluster and nothing else.
  if (!isItsDirective(state, directive, world.controlPlane))
    throw new Error(`${cluster}: ${digest} is no directive of it`);
  const envelope = await signDocument(world, fromBase64(payload) ?? new Uint8Array(), { cluster, epoch });
  if (!envelope.ok) return envelope;
  const call = systemCall(world, 'rollout', `sign/directive/${cluster}/${digest}`, cause);
  return keep(world, cluster, { type: 'KeepDirective', at: call.at, digest, envelope: envelope.value }, call);
}

/** Stores an envelope unless there is one. The command id is made of the digest: who comes second changes nothing. */
function keep(
  world: IssuingWorld,
  cluster: string,
  command: Extract<IssueCommand, { digest: string }>,
  call: Call,
): Promise<Outcome<string>> {
  return transact(world, call, async (tx) => {
    const { state } = await tx.load(CLUSTER, cluster);
    const decision = decideIssue(command, state);
    if (!decision.ok) return decision;
    tx.append(CLUSTER, cluster, decision.events);
    return done(command.digest);
  });
}
