import type { Proven } from '../../core/cluster/decide-behind.ts';
import { decideIssue } from '../../core/cluster/decide-issue.ts';
import { CLUSTER } from '../../core/cluster/evolve.ts';
import { done, type Outcome } from '../../core/decision.ts';
import { verifyEnvelope } from '../../core/integrity/dsse.ts';
import { type PublicKey, readPublicKey } from '../../core/integrity/keys.ts';
import { readCanonical } from '../../core/integrity/read-canonical.ts';
import { Directive, type DsseEnvelope, IN_TOTO_PAYLOAD_TYPE, Release } from '../../schemas/documents.ts';
import type { Sha256 } from '../../schemas/words.ts';
import type { Call } from '../call.ts';
import type { World } from '../ports.ts';
import { systemCall } from '../system-call.ts';
import { streamId, transact } from '../transact.ts';

/**
 * Looks at envelopes that a node holds and we seem not to know. Only those that our own keys signed, for this control
 * plane and cluster, prove anything; if they are above all we know, or differ at the same number, signing stops.
 * @returns whether signing for the cluster is stopped now
 * @see docs/protocol.md §5.8
 */
export async function controlPlaneBehind(
  world: Pick<World, 'authority' | 'controlPlane' | 'streams' | 'ids' | 'signer' | 'clock'>,
  shown: { readonly node: string; readonly cluster: string; readonly envelopes: readonly DsseEnvelope[] },
  cause?: Pick<Call, 'traceId'>,
): Promise<Outcome<{ readonly stopped: boolean }>> {
  const ours = (await world.signer.publicKeys()).flatMap(({ role, publicKey }) =>
    role === 'release' ? (readPublicKey(publicKey) ?? []) : [],
  );
  const { controlPlane } = world;
  const proven = shown.envelopes.flatMap((envelope) => proof(envelope, { ours, controlPlane, cluster: shown.cluster }));
  const head = await world.streams.load(streamId(world.authority, CLUSTER.kind, shown.cluster));
  // The decision repeats itself harmlessly; the key only has to be new when the cluster has changed.
  const call = systemCall(world, 'node', `behind/${shown.cluster}/${head?.revision ?? 0}/${shown.node}`, cause);
  return transact(world, call, async (tx) => {
    const { state } = await tx.load(CLUSTER, shown.cluster);
    const decision = decideIssue({ type: 'ReportBehind', at: call.at, node: shown.node, proven }, state);
    if (!decision.ok) return decision;
    const { signingStopped } = tx.append(CLUSTER, shown.cluster, decision.events);
    return done({ stopped: signingStopped !== null });
  });
}

const NOTHING: Proven = { epoch: 0, generation: 0, releaseDigest: null, sequence: 0, directiveDigest: null };

/** A directive shows every release that it names, and each of those at its own generation. */
function proof(
  envelope: DsseEnvelope,
  { ours, controlPlane, cluster }: { ours: readonly PublicKey[]; controlPlane: string; cluster: string },
): Proven[] {
  const opened = verifyEnvelope(envelope, IN_TOTO_PAYLOAD_TYPE, ours);
  const read = opened.ok ? readCanonical(opened.payload) : undefined;
  if (!opened.ok || !read) return [];
  const release = Release.safeParse(read.value).data?.predicate;
  const directive = Directive.safeParse(read.value).data?.predicate;
  const about = release ?? directive;
  if (about?.controlPlane !== controlPlane || about.cluster !== cluster) return [];
  const { epoch } = about;
  const released = (generation: number, releaseDigest: Sha256): Proven => ({
    ...NOTHING,
    epoch,
    generation,
    releaseDigest,
  });
  if (release) return [released(release.generation, opened.digest)];
  if (!directive) return [];
  const { stable, candidate, keep = [], sequence } = directive;
  const named = [stable, candidate, ...keep].flatMap((each) => (each ? [released(each.generation, each.digest)] : []));
  return [{ ...NOTHING, epoch, sequence, directiveDigest: opened.digest }, ...named];
}
