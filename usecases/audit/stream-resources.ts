import { ACCESS } from '../../core/access/evolve.ts';
import { CLUSTER } from '../../core/cluster/evolve.ts';
import { CONFIG } from '../../core/config/evolve.ts';
import { DEPLOYMENT } from '../../core/deployment/evolve.ts';
import { ENROLMENT_TOKEN } from '../../core/enrolment-token/evolve.ts';
import { NODE } from '../../core/node/record/evolve.ts';
import { IDENTITY_KEY } from '../../core/node/record/identity-key.ts';
import { SCHEMA } from '../../core/schema/evolve.ts';
import { revisionKey, SNAPSHOT, SNAPSHOT_REVISION } from '../../core/snapshot/evolve.ts';
import { TRUST } from '../../core/trust/evolve.ts';
import { VERSION } from '../../core/version/evolve.ts';
import { streamName } from '../../core/views/view.ts';
import type { StreamId } from '../../schemas/event.ts';
import type { Resource } from '../access/may-read.ts';
import { deploymentResources } from '../deployment/deployment-resources.ts';
import { loadState } from '../load-state.ts';
import type { World } from '../ports.ts';
import { readSnapshotDocument } from '../snapshot/snapshot-document.ts';
import { snapshotResources } from '../snapshot/snapshot-resources.ts';

type Needs = Pick<World, 'streams' | 'blobs' | 'authority'>;
type Told = readonly Resource[];

const before = (key: string, mark: string): string => key.slice(0, key.indexOf(mark));
const ofCluster = (cluster: string): Told => (cluster === '' ? [] : [{ cluster }]);
const ofNode = async (world: Needs, node: string): Promise<Told> =>
  ofCluster((await loadState(world, NODE, node)).state.cluster);
async function ofRevision(world: Needs, key: string): Promise<Told> {
  const { profile } = (await loadState(world, SNAPSHOT_REVISION, key)).state;
  return profile ? snapshotResources(await readSnapshotDocument(world, profile.digest)) : [];
}

/** What a stream of each kind tells about, whichever of its events is looked at. */
export const RESOURCES_OF: Readonly<Record<string, (world: Needs, key: string) => Promise<Told>>> = {
  [ACCESS.kind]: async (_world, key) => {
    const name = key.slice(key.indexOf(':') + 1);
    return [before(key, ':') === CONFIG.kind ? { config: name } : { cluster: name }];
  },
  [CONFIG.kind]: async (_world, key) => [{ config: key }],
  [VERSION.kind]: async (_world, key) => [{ config: before(key, '@') }],
  [CLUSTER.kind]: async (_world, key) => [{ cluster: key }],
  [ENROLMENT_TOKEN.kind]: async (world, key) => ofCluster((await loadState(world, ENROLMENT_TOKEN, key)).state.cluster),
  [NODE.kind]: ofNode,
  [IDENTITY_KEY.kind]: async (world, key) => ofNode(world, (await loadState(world, IDENTITY_KEY, key)).state.node),
  [DEPLOYMENT.kind]: async (world, key) => {
    const { state } = await loadState(world, DEPLOYMENT, key);
    return state.exists ? deploymentResources(world, state) : [];
  },
  [SNAPSHOT.kind]: async (world, key) =>
    ofRevision(world, revisionKey(key, (await loadState(world, SNAPSHOT, key)).state.revision)),
  [SNAPSHOT_REVISION.kind]: ofRevision,
  [SCHEMA.kind]: async () => [],
  [TRUST.kind]: async () => [],
};

/**
 * What a stream tells about beyond the names in its events: a deployment or a snapshot tells about its clusters and
 * every config in its map, as the routes that read them judge it too, a token about its cluster.
 * @throws for a kind that nobody decided about
 */
export function streamResources(world: Needs, stream: StreamId): Promise<Told> {
  const { kind, key } = streamName(stream);
  const resourcesOf = Object.hasOwn(RESOURCES_OF, kind) ? RESOURCES_OF[kind] : undefined;
  if (!resourcesOf) throw new Error(`nobody decided whom a stream of kind ${kind} tells about`);
  return resourcesOf(world, key);
}
