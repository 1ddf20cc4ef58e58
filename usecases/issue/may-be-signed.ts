import type { ReleaseRef } from '../../core/cluster/state.ts';
import { done, type Outcome, reject } from '../../core/decision.ts';
import { readCanonical } from '../../core/integrity/read-canonical.ts';
import { signatureOf, VERSION, versionKey } from '../../core/version/evolve.ts';
import { Release } from '../../schemas/documents.ts';
import type { Instant } from '../../schemas/words.ts';
import type { Call } from '../call.ts';
import { loadState } from '../load-state.ts';
import type { World } from '../ports.ts';
import { releasableSnapshot } from '../snapshot/releasable.ts';
import type { SigningWorld } from './sign-document.ts';
import { signVersions } from './sign-version.ts';

/**
 * The release that a cluster drafted.
 * @throws for bytes that are anything else, or another cluster's or generation's: the key signs none of them
 */
export function draftedRelease(bytes: Uint8Array, cluster: string, draft: ReleaseRef, controlPlane: string): Release {
  const release = Release.parse(readCanonical(bytes)?.value);
  const { predicate } = release;
  const meant = predicate.cluster === cluster && predicate.controlPlane === controlPlane;
  if (!meant || predicate.epoch !== draft.epoch || predicate.generation !== draft.generation)
    throw new Error(`${cluster}: ${draft.digest} is not the release that was drafted`);
  return release;
}

/**
 * Whether a drafted release may still be signed: each of its versions is signed (one that only waits for it is signed
 * now) and not revoked, and its snapshot may still be released. A rollback carries the approvals of its time and is
 * asked only for its versions.
 * @returns `version_revoked`, `version_not_validated`, or what `releasableSnapshot` and `signVersions` refuse
 * @see docs/protocol.md §2.10
 */
export async function mayBeSigned(
  world: SigningWorld & Pick<World, 'clock' | 'ids' | 'controlPlane'>,
  { predicate, subject }: Release,
  at: Instant,
  cause: Pick<Call, 'traceId'> | undefined,
): Promise<Outcome<null>> {
  const { cluster, configs, rollbackOf, snapshot } = predicate;
  const signed = await signVersions(world, configs, cause);
  if (!signed.ok) return signed;
  for (const { name, digest } of subject) {
    const version = configs[name]?.version ?? '';
    const { state } = await loadState(world, VERSION, versionKey(name, version));
    const signature = signatureOf(state);
    if (signature === 'revoked') return reject('version_revoked', { config: name, version });
    if (signature === 'unsigned' || state.profile?.digest !== digest.sha256)
      return reject('version_not_validated', { config: name, version });
  }
  if (rollbackOf !== undefined) return done(null);
  const { name, revision } = snapshot;
  const releasable = await releasableSnapshot(world, { name, revision, cluster, at });
  return releasable.ok ? done(null) : releasable;
}
