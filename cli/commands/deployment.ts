import type { DeploymentQuery } from '../../schemas/deployment.ts';
import type { CommandSpec, Context, OptionSpec } from '../command-spec.ts';
import type { Input } from '../input.ts';
import { listing, operation } from '../operation-command.ts';
import { STRATEGY_OPTIONS, strategyOf } from '../strategy-flags.ts';
import { actThenWatch, WATCH_OPTIONS } from '../watch-flags.ts';

const ID = ['<deployment>', 'its id'] as const;
const WHY: OptionSpec = ['--justification <text>', 'why'];
const EXAMPLE = '0199b5a2-7c1e-7d3a-9f40-5b1c2d3e4f50';
const views = () => import('../views/deployment.ts');
const paramsOf = (input: Input) => ({ id: input.argument('deployment') });
const whyOf = (input: Input) => ({ justification: input.text('justification') });

const START_OPTIONS: readonly OptionSpec[] = [
  ['--cluster <name>', 'default: the one the snapshot targets, or the one named like the config'],
  ['--snapshot <name>', 'what to deploy'],
  ['--revision <n>', 'of the snapshot (default: the newest)'],
  ['--version <config@version>', 'instead of a snapshot: what runs now with this one replaced'],
  ...STRATEGY_OPTIONS,
  ['--selector <key=value>', 'only nodes with this label (repeat); held until it is widened', 'repeated'],
  ['--justification <text>', 'where a rule asks why'],
];

export const DEPLOYMENT_COMMANDS: readonly CommandSpec[] = [
  {
    name: 'start',
    operations: ['startDeployment'],
    summary: 'Move a cluster to a snapshot, phase by phase',
    options: [...START_OPTIONS, ...WATCH_OPTIONS],
    example: 'start --snapshot spring-rates --strategy canary --canary-percentage 10 --phase-interval PT5M --watch',
    changes: true,
    run: async (context, input) =>
      actThenWatch(context, input, 'startDeployment', { body: await plannedBy(input, context) }),
  },
  operation({
    name: 'plan',
    operation: 'previewPlan',
    summary: 'What `start` with the same flags would do: phases, nodes, duration, conflicts',
    options: START_OPTIONS,
    example: 'plan --snapshot spring-rates --strategy rolling --batch-size 5 --batch-interval PT1M',
    request: async (input, context) => ({ body: await plannedBy(input, context) }),
    view: async () => (await import('../views/plan.ts')).planView,
    good: ({ conflicts }) => conflicts.length === 0,
  }),
  listing({
    name: 'list',
    operation: 'listDeployments',
    summary: 'Deployments, newest first',
    options: [
      ['--cluster <name>', 'of this cluster only'],
      ['--status <status>', 'planning, running, paused, held, completed, rolled_back, stopped or halted'],
    ],
    example: 'list --cluster payment-service.production --status running',
    request: (input) => ({
      query: { cluster: input.text('cluster'), status: input.text('status') as DeploymentQuery['status'] },
    }),
    rows: 'items',
    cursor: 'after',
    view: async () => (await views()).deploymentTable,
  }),
  operation({
    name: 'get',
    operation: 'getDeployment',
    summary: 'What a deployment is doing',
    arguments: [ID],
    example: `get ${EXAMPLE}`,
    request: (input) => ({ params: paramsOf(input) }),
    view: async () => (await views()).deploymentCard,
  }),
  listing({
    name: 'nodes',
    operation: 'listDeploymentNodes',
    summary: 'How every node stands in a deployment, live',
    arguments: [ID],
    example: `nodes ${EXAMPLE} --all`,
    request: (input) => ({ params: paramsOf(input) }),
    rows: 'items',
    cursor: 'after',
    view: async () => (await views()).deploymentNodes,
  }),
  operation({
    name: 'report',
    operation: 'getDeploymentReport',
    summary: 'How it went: what was measured, what was done about it, how long that took',
    arguments: [ID],
    example: `report ${EXAMPLE}`,
    request: (input) => ({ params: paramsOf(input) }),
    view: async () => (await import('../views/report.ts')).reportView,
  }),
  listing({
    name: 'events',
    operation: 'listDeploymentEvents',
    summary: 'What happened to a deployment, oldest first',
    arguments: [ID],
    example: `events ${EXAMPLE} --all`,
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
    name: 'watch',
    operations: [],
    summary: 'Follow a deployment, and the rollback it may turn into, until it ends',
    arguments: [ID],
    example: `watch ${EXAMPLE}`,
    run: async (context, input) => {
      const { watchDeployment } = await import('../watch-deployment.ts');
      return watchDeployment(context, input.argument('deployment'));
    },
  },
  operation({
    name: 'pause',
    operation: 'pauseDeployment',
    summary: 'No further phase until somebody resumes; health is still looked at',
    arguments: [ID],
    options: [WHY],
    example: `pause ${EXAMPLE} --justification "waiting for the scheme"`,
    changes: true,
    request: (input) => ({ params: paramsOf(input), body: whyOf(input) }),
    view: async () => (await views()).startedLine,
  }),
  acting('resume', 'resumeDeployment', 'Go on where it was paused'),
  acting('advance', 'advanceDeployment', 'Say that the present phase is done, proven or not'),
  acting('widen', 'widenDeployment', 'Take a held partial deployment over the rest of the cluster'),
  acting('stop', 'stopDeployment', 'Withdraw it while no node was told to switch, else roll back (then say why)'),
  acting('rollback', 'rollBackDeployment', 'Bring back what ran before, and pin the bad content'),
];

/** A command to a running deployment that somebody may want to watch afterwards. */
function acting(
  name: string,
  operation: 'resumeDeployment' | 'advanceDeployment' | 'widenDeployment' | 'stopDeployment' | 'rollBackDeployment',
  summary: string,
): CommandSpec {
  const justified = operation === 'advanceDeployment' || operation === 'rollBackDeployment';
  return {
    name,
    operations: [operation],
    summary,
    arguments: [ID],
    options: [WHY, ...WATCH_OPTIONS],
    example: `${name} ${EXAMPLE} --justification "error rate of the new ranges" --watch`,
    changes: true,
    run: async (context, input) => {
      const body = justified ? { justification: input.need('justification') } : whyOf(input);
      return actThenWatch(context, input, operation, { params: paramsOf(input), body } as never);
    },
  };
}

async function plannedBy(input: Input, { readStdin }: Context) {
  const [configName, configVersion] = input.text('version')?.split('@') ?? [];
  const labels = input.pairs('selector');
  return {
    cluster: input.text('cluster'),
    snapshot: input.text('snapshot'),
    revision: input.count('revision'),
    configName,
    configVersion,
    strategy: await strategyOf(input, readStdin),
    selector: labels && { matchLabels: { ...labels } },
    justification: input.text('justification'),
  };
}
