import type { View } from './view.ts';

/** Partition of the deployments of one cluster; `all` holds every one. */
export const ofCluster = (cluster: string): string => `cluster/${cluster}`;

/** Every deployment in the order of their starts, by cluster and altogether. What it is doing is in its head. */
export const deploymentsView: View = {
  name: 'deployments',
  keys({ type, at, payload }) {
    if (type !== 'DeploymentStarted' || !payload) return [];
    const sort = `${at}#${String(payload['id'])}`;
    return ['all', ofCluster(String(payload['cluster']))].map((partition) => ({ partition, sort }));
  },
  fold: (_row, { payload }) => ({ id: payload?.['id'] ?? '', cluster: payload?.['cluster'] ?? '' }),
};
