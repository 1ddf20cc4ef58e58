import { assessRisk, type RiskFacts } from '../../core/approval/risk.ts';
import { CLUSTER } from '../../core/cluster/evolve.ts';
import { CONFIG } from '../../core/config/evolve.ts';
import { deltaOf, newTo } from '../../core/snapshot/delta.ts';
import { VERSION, type VersionState, versionKey } from '../../core/version/evolve.ts';
import type { ClusterDelta, RiskReason } from '../../schemas/snapshot.ts';
import type { SnapshotDocument } from '../../schemas/snapshot-document.ts';
import type { Risk } from '../../schemas/words.ts';
import { loadState } from '../load-state.ts';
import type { World } from '../ports.ts';
import { readSnapshotDocument } from './snapshot-document.ts';

type ReadingWorld = Pick<World, 'streams' | 'authority' | 'blobs'>;
type Configs = SnapshotDocument['configs'];

/** What a snapshot means for its clusters as they are now. */
export interface Assessment {
  readonly deltas: readonly Omit<ClusterDelta, 'status'>[];
  readonly risk: Risk;
  readonly reasons: RiskReason[];
  /** Of every version that is new to one of the clusters. */
  readonly authors: ReadonlySet<string>;
}

/** What a cluster runs now: the map of its stable release; `{}` when it runs nothing or is not there yet. */
export async function activeConfigs(world: ReadingWorld, cluster: string): Promise<Configs> {
  const { state } = await loadState(world, CLUSTER, cluster);
  return state.stable ? (await readSnapshotDocument(world, state.stable.snapshot.digest)).configs : {};
}

/** Delta, risk and authors of a map of versions against what the clusters run now. */
export async function assessSnapshot(
  world: ReadingWorld,
  {
    configs,
    clusters,
    stated,
  }: { readonly configs: Configs; readonly clusters: readonly string[]; readonly stated: Risk },
): Promise<Assessment> {
  const deltas: Omit<ClusterDelta, 'status'>[] = [];
  const facts: RiskFacts['clusters'][number][] = [];
  const authors = new Set<string>();
  for (const cluster of clusters) {
    const { state } = await loadState(world, CLUSTER, cluster);
    const active = await activeConfigs(world, cluster);
    const delta = deltaOf(cluster, configs, active);
    deltas.push(delta);
    for (const { config, version } of newTo(delta))
      for (const author of (await versionOf(world, config, version)).profile?.authors ?? []) authors.add(author);
    facts.push({ delta, floor: state.riskFloor, schemaChanged: await schemaChanges(world, delta) });
  }
  const floors = await Promise.all(
    Object.keys(configs).map(async (name) => ({
      name,
      floor: (await loadState(world, CONFIG, name)).state.profile?.riskFloor ?? 'Low',
    })),
  );
  return { deltas, authors, ...assessRisk({ stated, clusters: facts, configs: floors }) };
}

async function schemaChanges(world: ReadingWorld, { modified }: Omit<ClusterDelta, 'status'>): Promise<string[]> {
  const changed: string[] = [];
  for (const { config, before, after } of modified) {
    const [old, now] = [await versionOf(world, config, before), await versionOf(world, config, after)];
    if (old.profile?.schema !== now.profile?.schema) changed.push(config);
  }
  return changed;
}

const versionOf = async (world: ReadingWorld, config: string, version: string): Promise<VersionState> =>
  (await loadState(world, VERSION, versionKey(config, version))).state;
