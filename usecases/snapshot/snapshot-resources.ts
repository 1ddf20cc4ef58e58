import type { SnapshotDocument } from '../../schemas/snapshot-document.ts';
import type { Resource } from '../access/may-read.ts';

/** Everything a snapshot tells about: its clusters and every config in its map. Who may read them all sees it. */
export const snapshotResources = ({
  clusters,
  configs,
}: Pick<SnapshotDocument, 'clusters' | 'configs'>): Resource[] => [
  ...clusters.map((cluster) => ({ cluster })),
  ...Object.keys(configs).map((config) => ({ config })),
];
