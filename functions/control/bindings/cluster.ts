import { getCluster, getDirective } from '../../../usecases/cluster/get-cluster.ts';
import { getCohesion } from '../../../usecases/cluster/get-cohesion.ts';
import { getRelease } from '../../../usecases/cluster/get-release.ts';
import { liftPin } from '../../../usecases/cluster/lift-pin.ts';
import { listClusterHistory } from '../../../usecases/cluster/list-cluster-history.ts';
import { listClusters } from '../../../usecases/cluster/list-clusters.ts';
import { rollBackCluster } from '../../../usecases/cluster/roll-back-cluster.ts';
import { recoverCluster } from '../../../usecases/issue/recover-cluster.ts';

export const clusterBindings = {
  listClusters,
  getCluster,
  getRelease,
  getDirective,
  getCohesion,
  listClusterHistory,
  rollBackCluster,
  liftPin,
  recoverCluster,
};
