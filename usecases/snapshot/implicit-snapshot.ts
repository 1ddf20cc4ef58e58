import { CLUSTER } from '../../core/cluster/evolve.ts';
import { done, type Outcome } from '../../core/decision.ts';
import { sha256Hex } from '../../core/integrity/digest.ts';
import { contentDigest } from '../../core/snapshot/content-digest.ts';
import { revisionKey, SNAPSHOT, SNAPSHOT_REVISION } from '../../core/snapshot/evolve.ts';
import { decideProvable } from '../../core/snapshot/provable.ts';
import type { Sha256 } from '../../schemas/words.ts';
import type { Call } from '../call.ts';
import { findVersion } from '../config/find-version.ts';
import type { World } from '../ports.ts';
import { transact } from '../transact.ts';
import { activeConfigs } from './assess-snapshot.ts';
import { checkVersions } from './check-versions.ts';
import { createRevision } from './create-revision.ts';

const NAME_CHARACTERS = 64;

/**
 * Name of the snapshot behind "this version on that cluster". People cannot take it: it begins with `implicit.`.
 * A cluster name too long for it is cut and told apart by its digest.
 */
export function implicitName(cluster: string): string {
  const name = `implicit.${cluster}`;
  if (name.length <= NAME_CHARACTERS) return name;
  const suffix = `.${sha256Hex(cluster).slice(0, 16)}`;
  return name.slice(0, NAME_CHARACTERS - suffix.length).replace(/[.-]+$/, '') + suffix;
}

/**
 * The snapshot behind "this version on that cluster": the cluster's active map with that one entry replaced, under the
 * same rules as any other. It has its own unit of work, before the deployment's: when approval is required, the
 * revision is there to be approved, and asking again finds it instead of making another.
 * @returns name and revision for releasableSnapshot, and the digest of the snapshot that was Active: a deployment must
 * find the same one when it takes the lock; `version_unknown`, `too_large`, and what checkVersions refuses
 */
export async function implicitSnapshot(
  world: Pick<World, 'streams' | 'authority' | 'blobs' | 'ids'>,
  { cluster, config, version: typed }: { readonly cluster: string; readonly config: string; readonly version: string },
  call: Call,
): Promise<Outcome<{ name: string; revision: number; basedOn: Sha256 | null }>> {
  const found = await findVersion(world, config, typed);
  if (!found.ok) return found;
  const { version, digest, mediaType, sizeBytes } = found.value.state.profile;
  const name = implicitName(cluster);
  const own = { ...call, command: { ...call.command, key: `${call.command.key}/implicit` } };
  return transact(world, own, async (tx) => {
    const { stable } = (await tx.load(CLUSTER, cluster)).state;
    const basedOn = stable?.snapshot.digest ?? null;
    const configs = { ...(await activeConfigs(world, cluster)), [config]: { version, digest, mediaType, sizeBytes } };
    const { revision } = (await tx.load(SNAPSHOT, name)).state;
    const newest = revision > 0 ? (await tx.load(SNAPSHOT_REVISION, revisionKey(name, revision))).state : undefined;
    if (newest && !newest.rejected && newest.profile?.contentDigest === contentDigest(configs))
      return done({ name, revision, basedOn });
    const provable = decideProvable(Object.keys(configs));
    if (!provable.ok) return provable;
    const checked = await checkVersions(world, configs);
    if (!checked.ok) return checked;
    const draft = {
      name,
      configs,
      clusters: [cluster],
      summary: `${config} ${version} on ${cluster}`,
      risk: 'Low',
    } as const;
    const validated = { type: 'SnapshotValidated', at: call.at, by: call.principal.subject } as const;
    const created = await createRevision(world, tx, draft, call, [validated]);
    return created.ok ? done({ name, revision: revision + 1, basedOn }) : created;
  });
}
