import type { ClusterDelta } from '../../schemas/snapshot.ts';
import type { SnapshotDocument } from '../../schemas/snapshot-document.ts';

type Configs = SnapshotDocument['configs'];

/**
 * What a snapshot changes on one cluster: every config added, removed or modified, by name. The same digest under
 * another version name is a modification too: people think in versions.
 * @param active what the cluster runs now; `{}` when it runs nothing
 */
export function deltaOf(cluster: string, next: Configs, active: Configs): Omit<ClusterDelta, 'status'> {
  const names = [...new Set([...Object.keys(active), ...Object.keys(next)])].sort();
  const delta: Omit<ClusterDelta, 'status'> = { cluster, added: [], removed: [], modified: [], unchanged: 0 };
  for (const config of names) {
    const before = own(active, config);
    const after = own(next, config);
    if (!before && after) delta.added.push({ config, version: after.version, digest: after.digest });
    else if (before && !after) delta.removed.push({ config, version: before.version, digest: before.digest });
    else if (before && after && (before.version !== after.version || before.digest !== after.digest))
      delta.modified.push({ config, before: before.version, after: after.version, digest: after.digest });
    else delta.unchanged += 1;
  }
  return delta;
}

/** Configs whose version is new to the cluster: those the authors of a release answer for. */
export const newTo = ({
  added,
  modified,
}: Pick<ClusterDelta, 'added' | 'modified'>): { config: string; version: string }[] => [
  ...added.map(({ config, version }) => ({ config, version })),
  ...modified.map(({ config, after }) => ({ config, version: after })),
];

const own = (configs: Configs, name: string): Configs[string] | undefined =>
  Object.hasOwn(configs, name) ? configs[name] : undefined;
