import { type COUNTED_EVENTS, METRICS } from '../schemas/metrics.ts';
import type { AlarmSpec } from './alarm.ts';
import type { Room } from './rooms.ts';

const MINUTE = { periodSeconds: 60, periods: 1 };
const FIVE_MINUTES = { periodSeconds: 300, periods: 1 };

/** A function's own failures: timeouts, memory, and steps or tasks that threw. Refusals and 5xx answers are none. */
const errors = (room: Room, threshold: number): AlarmSpec => ({
  name: `${room}-errors`,
  says: `The ${room} function failed ${threshold} times in five minutes.`,
  runbook: 'docs/runbooks/function-errors.md',
  metric: { of: 'function', room, name: 'Errors' },
  statistic: 'Sum',
  ...FIVE_MINUTES,
  threshold,
});

/** Something happened once, and somebody should know. */
const happened = (
  name: string,
  event: (typeof COUNTED_EVENTS)[number],
  says: string,
  runbook: AlarmSpec['runbook'],
): AlarmSpec => ({
  name,
  says,
  runbook,
  metric: { of: 'plumbline', name: event },
  statistic: 'Sum',
  ...MINUTE,
  threshold: 1,
});

/** Every alarm of a deployed control plane: what it looks at, when it rings, and the page that says what to do. */
export const ALARMS: readonly AlarmSpec[] = [
  {
    name: 'streams-parked',
    says: 'A stream cannot be folded and waits; lists and the audit log lack its newest events.',
    runbook: 'docs/runbooks/parked-streams.md',
    metric: { of: 'plumbline', name: METRICS.streamsParked },
    statistic: 'Maximum',
    ...MINUTE,
    threshold: 1,
  },
  {
    name: 'feed-behind',
    says: 'The feed is more than a minute behind: lists are old, events and new executions are late.',
    runbook: 'docs/runbooks/feed-behind.md',
    metric: { of: 'function', room: 'project', name: 'IteratorAge' },
    statistic: 'Maximum',
    periodSeconds: 60,
    periods: 5,
    threshold: 60_000,
  },
  {
    name: 'dead-letters',
    says: 'Work was given up after its retries.',
    runbook: 'docs/runbooks/dead-letters.md',
    metric: { of: 'dead-letters', name: 'ApproximateNumberOfMessagesVisible' },
    statistic: 'Maximum',
    ...MINUTE,
    threshold: 1,
  },
  {
    name: 'answers-5xx',
    says: 'People or nodes are answered 5xx.',
    runbook: 'docs/runbooks/function-errors.md',
    metric: { of: 'ingress', name: '5xx' },
    statistic: 'Sum',
    ...FIVE_MINUTES,
    threshold: 5,
  },
  errors('control', 3),
  errors('node', 10),
  errors('rollout', 3),
  errors('project', 3),
  errors('sweep', 3),
  {
    name: 'functions-throttled',
    says: 'Lambda turns calls away: the account has no free concurrency.',
    runbook: 'docs/runbooks/throttled.md',
    metric: { of: 'functions', name: 'Throttles' },
    statistic: 'Sum',
    periodSeconds: 60,
    periods: 3,
    threshold: 1,
  },
  {
    name: 'tables-throttled',
    says: 'DynamoDB turns requests away.',
    runbook: 'docs/runbooks/throttled.md',
    metric: { of: 'tables', name: 'throttled' },
    statistic: 'Sum',
    periodSeconds: 60,
    periods: 3,
    threshold: 10,
  },
  {
    name: 'check-ins-slow',
    says: 'One check-in in a hundred takes longer than a second.',
    runbook: 'docs/runbooks/slow-check-ins.md',
    metric: { of: 'function', room: 'node', name: 'Duration' },
    statistic: 'p99',
    periodSeconds: 300,
    periods: 3,
    threshold: 1_000,
  },
  {
    name: 'executions-failed',
    says: 'An execution of a deployment ended with an error; the deployment waits for its repair.',
    runbook: 'docs/runbooks/failed-executions.md',
    metric: { of: 'state-machine', names: ['ExecutionsFailed', 'ExecutionsTimedOut'] },
    statistic: 'Sum',
    ...FIVE_MINUTES,
    threshold: 1,
  },
  {
    name: 'schedules-silent',
    says: 'No scheduled task ran for fifteen minutes: directives will not be renewed, silence goes unnoticed.',
    runbook: 'docs/runbooks/schedules-silent.md',
    metric: { of: 'function', room: 'sweep', name: 'Invocations' },
    statistic: 'Sum',
    periodSeconds: 300,
    periods: 3,
    threshold: 1,
    silent: true,
  },
  {
    name: 'log-not-extended',
    says: 'The audit log does not extend what was signed last; no checkpoint is signed.',
    runbook: 'docs/runbooks/log-not-extended.md',
    metric: { of: 'plumbline', name: METRICS.logNotExtended },
    statistic: 'Sum',
    ...MINUTE,
    threshold: 1,
  },
  happened(
    'cluster-ahead',
    'ControlPlaneBehind',
    'Nodes showed documents that this control plane does not know; signing has stopped for their cluster.',
    'docs/runbooks/recover-a-cluster.md',
  ),
  happened(
    'glass-broken',
    'GlassBroken',
    'An Admin let a snapshot out without approval.',
    'docs/runbooks/glass-broken.md',
  ),
  happened(
    'rolled-back',
    'HealthBreached',
    'A deployment went back by itself: its health triggers were passed.',
    'docs/runbooks/automatic-rollback.md',
  ),
  happened(
    'node-quarantined',
    'NodeQuarantined',
    'A node refuses a release after its last attempt.',
    'docs/runbooks/quarantined-nodes.md',
  ),
  happened(
    'revoked-content',
    'RevokedContentFound',
    'A cluster runs content that was revoked.',
    'docs/runbooks/revoked-content.md',
  ),
];
