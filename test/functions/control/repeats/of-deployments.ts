import type { Change } from './change.ts';
import { ACTIVE, CANARY, why } from './stage.ts';

const ofDeployment = (command: string) => (id: string) => `/deployments/${id}/${command}`;

export const OF_DEPLOYMENTS: readonly Change[] = [
  {
    operationId: 'startDeployment',
    as: 'Operator',
    path: () => '/deployments',
    body: { snapshot: ACTIVE.snapshot, strategy: CANARY },
  },
  {
    operationId: 'pauseDeployment',
    as: 'Operator',
    given: ({ underWay }) => underWay(),
    path: ofDeployment('pause'),
    body: {},
    revised: true,
  },
  {
    operationId: 'resumeDeployment',
    as: 'Operator',
    given: async ({ underWay, pause }) => {
      const id = await underWay();
      await pause(id);
      return id;
    },
    path: ofDeployment('resume'),
    body: {},
    revised: true,
  },
  {
    operationId: 'advanceDeployment',
    as: 'Operator',
    given: ({ underWay }) => underWay(),
    path: ofDeployment('advance'),
    body: why,
    revised: true,
  },
  {
    operationId: 'widenDeployment',
    as: 'Operator',
    given: async ({ label, underWay, post, ended }) => {
      await label([0], { zone: 'a' });
      const id = await underWay({ matchLabels: { zone: 'a' } });
      await post('Operator', ofDeployment('advance')(id), why);
      await ended(id, 'held');
      return id;
    },
    path: ofDeployment('widen'),
    body: {},
    revised: true,
  },
  {
    operationId: 'stopDeployment',
    as: 'Operator',
    given: ({ underWay }) => underWay(),
    path: ofDeployment('stop'),
    body: why,
    revised: true,
  },
  {
    operationId: 'rollBackDeployment',
    as: 'Operator',
    given: ({ underWay }) => underWay(),
    path: ofDeployment('rollback'),
    body: why,
    revised: true,
  },
];
