import type { Principal } from '../../schemas/principal.ts';
import type { SnapshotDocument } from '../../schemas/snapshot-document.ts';
import { filterReadable } from '../access/may-read.ts';
import type { World } from '../ports.ts';
import { snapshotResources } from './snapshot-resources.ts';

/** Whether the principal may know that this revision exists: it tells of all its clusters and configs. */
export async function mayReadSnapshot(
  world: Pick<World, 'streams' | 'authority'>,
  principal: Principal,
  document: Pick<SnapshotDocument, 'clusters' | 'configs'>,
): Promise<boolean> {
  return (await filterReadable(world, principal, [document], snapshotResources)).length > 0;
}
