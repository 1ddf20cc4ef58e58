import { ACCESS_OPTIONS, accessOf } from '../access-flags.ts';
import type { CommandSpec, OptionSpec } from '../command-spec.ts';
import { usage } from '../failure.ts';
import type { Input } from '../input.ts';
import { listing, operation } from '../operation-command.ts';
import { actThenWatch, WATCH_OPTIONS } from '../watch-flags.ts';

const NAME = ['<cluster>', 'e.g. payment-service.production'] as const;
const WHY: OptionSpec = ['--justification <text>', 'why'];
const EXAMPLE = 'payment-service.production';
const views = () => import('../views/cluster.ts');
const paramsOf = (input: Input) => ({ name: input.argument('cluster') });

export const CLUSTER_COMMANDS: readonly CommandSpec[] = [
  listing({
    name: 'list',
    operation: 'listClusters',
    summary: 'Clusters by name, and what they run',
    example: 'list',
    rows: 'items',
    cursor: 'after',
    view: async () => (await views()).clusterTable,
  }),
  operation({
    name: 'get',
    operation: 'getCluster',
    summary: 'What a cluster runs, which snapshots are Staged, Active and Rollback on it, what is pinned',
    arguments: [NAME],
    example: `get ${EXAMPLE}`,
    request: (input) => ({ params: paramsOf(input) }),
    view: async () => (await views()).clusterCard,
  }),
  operation({
    name: 'release',
    operation: 'getRelease',
    summary: 'The signed release and its contents (`plumb release get` writes the files)',
    arguments: [NAME],
    options: [['--which <which>', 'stable or candidate']],
    example: `release ${EXAMPLE} --which candidate`,
    request: (input) => ({ params: paramsOf(input), query: { which: whichOf(input) } }),
    view: async () => (await views()).releaseView,
  }),
  operation({
    name: 'directive',
    operation: 'getDirective',
    summary: 'The newest signed directive: who runs what now',
    arguments: [NAME],
    example: `directive ${EXAMPLE}`,
    request: (input) => ({ params: paramsOf(input) }),
    view: async () => (await views()).directiveView,
  }),
  operation({
    name: 'cohesion',
    operation: 'getCohesion',
    summary: 'Share of the nodes without drift, and what is wrong on the others',
    arguments: [NAME],
    example: `cohesion ${EXAMPLE}`,
    request: (input) => ({ params: paramsOf(input) }),
    view: async () => (await views()).cohesionCard,
  }),
  listing({
    name: 'history',
    operation: 'listClusterHistory',
    summary: 'What was decided about a cluster, oldest first',
    arguments: [NAME],
    example: `history ${EXAMPLE} --all`,
    request: (input) => ({ params: paramsOf(input) }),
    rows: 'items',
    cursor: 'after',
    growing: true,
    view: async () => {
      const { eventTable } = await import('../views/event.ts');
      return ({ items }, look) => eventTable({ events: items }, look);
    },
  }),
  {
    name: 'rollback',
    operations: ['rollBackCluster'],
    summary: 'Bring back a snapshot that was Active on the cluster before',
    arguments: [NAME],
    options: [
      ['--snapshot <name>', 'which'],
      ['--revision <n>', 'default: the newest that was Active'],
      WHY,
      ...WATCH_OPTIONS,
    ],
    example: `rollback ${EXAMPLE} --snapshot spring-rates --justification "the new ranges fail" --watch`,
    changes: true,
    run: (context, input) =>
      actThenWatch(context, input, 'rollBackCluster', {
        params: paramsOf(input),
        body: {
          snapshot: input.need('snapshot'),
          revision: input.count('revision'),
          justification: input.need('justification'),
        },
      }),
  },
  operation({
    name: 'lift-pin',
    operation: 'liftPin',
    summary: 'Let content be deployed again that a rollback found bad',
    arguments: [NAME, ['<digest>', 'content digest, as `cluster get` shows it']],
    options: [WHY],
    example: `lift-pin ${EXAMPLE} ${'0a'.repeat(32)} --justification "the service was at fault"`,
    changes: true,
    request: (input) => ({
      params: { ...paramsOf(input), digest: input.argument('digest') },
      body: { justification: input.need('justification') },
    }),
    view: async () => (await views()).clusterCard,
  }),
  operation({
    name: 'recover',
    operation: 'recoverCluster',
    summary: 'Sign again, above everything that nodes have proven, after a lost database',
    arguments: [NAME],
    options: [WHY],
    example: `recover ${EXAMPLE} --justification "restored from last night’s backup"`,
    changes: true,
    request: (input) => ({ params: paramsOf(input), body: { justification: input.need('justification') } }),
    view: async () => (await views()).recoveryLine,
  }),
  operation({
    name: 'get-access',
    operation: 'getClusterAccess',
    summary: 'Who may do what with a cluster',
    arguments: [NAME],
    example: `get-access ${EXAMPLE}`,
    request: (input) => ({ params: paramsOf(input) }),
    view: async () => (await import('../views/access.ts')).accessTable,
  }),
  operation({
    name: 'set-access',
    operation: 'setClusterAccess',
    summary: 'Replace the access list of a cluster',
    arguments: [NAME],
    options: ACCESS_OPTIONS,
    example: `set-access ${EXAMPLE} --grant otto=operate`,
    changes: true,
    request: (input) => ({ params: paramsOf(input), body: accessOf(input) }),
    view: async () => (await import('../views/access.ts')).accessTable,
  }),
];

export function whichOf(input: Input): 'stable' | 'candidate' | undefined {
  const which = input.text('which');
  if (which === undefined || which === 'stable' || which === 'candidate') return which;
  throw usage(`--which must be stable or candidate: ${which}`);
}
