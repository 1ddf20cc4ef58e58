import type { Change } from './change.ts';
import { ACTIVE, CLUSTER_NAME, why } from './stage.ts';

/** Changes of clusters, and the token with which nodes come to one. */
export const OF_CLUSTERS: readonly Change[] = [
  {
    operationId: 'rollBackCluster',
    as: 'Operator',
    given: async ({ underWay }) => {
      await underWay();
      return CLUSTER_NAME;
    },
    path: (name) => `/clusters/${name}/rollback`,
    body: { snapshot: ACTIVE.snapshot, ...why },
    revised: true,
  },
  {
    operationId: 'liftPin',
    as: 'Operator',
    given: async ({ underWay, post, cluster }) => {
      await post('Operator', `/deployments/${await underWay()}/rollback`, why);
      return (await cluster()).state.pins[0]?.contentDigest ?? '';
    },
    path: (digest) => `/clusters/${CLUSTER_NAME}/pins/${digest}/lift`,
    body: why,
    revised: true,
  },
  {
    operationId: 'recoverCluster',
    as: 'Operator',
    path: () => `/clusters/${CLUSTER_NAME}/recover`,
    body: why,
    revised: true,
  },
  {
    operationId: 'createEnrolmentToken',
    as: 'Operator',
    path: () => '/enrolment-tokens',
    body: { cluster: CLUSTER_NAME },
  },
];
