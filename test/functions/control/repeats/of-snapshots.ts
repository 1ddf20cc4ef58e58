import type { Change } from './change.ts';
import { ACTIVE, CLUSTER_NAME, CONFIG_NAME, why } from './stage.ts';

const ofSnapshot = (command: string) => (name: string) => `/snapshots/${name}/${command}`;

export const OF_SNAPSHOTS: readonly Change[] = [
  {
    operationId: 'createSnapshot',
    as: 'Developer',
    path: () => '/snapshots',
    body: {
      name: 'again',
      configs: { [CONFIG_NAME]: ACTIVE.version },
      clusters: [CLUSTER_NAME],
      summary: 'a change',
    },
    revised: true,
  },
  {
    operationId: 'validateSnapshot',
    as: 'Developer',
    given: ({ written }) => written(),
    path: ofSnapshot('validate'),
    body: { revision: 1 },
    revised: true,
  },
  {
    operationId: 'approveSnapshot',
    as: 'Operator',
    given: ({ validated }) => validated(),
    path: ofSnapshot('approve'),
    body: { revision: 1 },
    revised: true,
  },
  {
    operationId: 'rejectSnapshot',
    as: 'Operator',
    given: ({ validated }) => validated(),
    path: ofSnapshot('reject'),
    body: { revision: 1, note: 'not before the audit' },
    revised: true,
  },
  {
    operationId: 'breakGlass',
    as: 'Admin',
    given: ({ validated }) => validated(),
    path: ofSnapshot('break-glass'),
    body: { revision: 1, ...why },
    revised: true,
  },
];
