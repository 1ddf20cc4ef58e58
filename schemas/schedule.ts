/**
 * What is done again and again whether or not anybody asks, and by which function: the one whose role may do it.
 * Each task is safe to run at any time and by several at once. On AWS a rule of EventBridge sends `{"task": name}`
 * every `everyMinutes`; an embedded server has the same tasks on timers of its own.
 */
export const SCHEDULE = [
  /** Nodes that fell silent. */
  { task: 'mark-stale-nodes', function: 'sweep', everyMinutes: 1 },
  /** Executions of running deployments that were never started. */
  { task: 'repair-executions', function: 'sweep', everyMinutes: 1 },
  /** Yesterday's key goes on being believed for as long as its tokens live. */
  { task: 'rotate-node-token-keys', function: 'sweep', everyMinutes: 24 * 60 },
  /** Where the audit log stands, signed; at least once a minute while events arrive (protocol §6). */
  { task: 'checkpoint', function: 'project', everyMinutes: 1 },
  /** Streams that the feed set aside, when it is time to try them again. */
  { task: 'retry-parked', function: 'project', everyMinutes: 1 },
  /** Streams whose read models are behind: what the feed lost. */
  { task: 'fold-lagging', function: 'project', everyMinutes: 5 },
  /** Directives past half of their life, and whatever was drafted and never signed. */
  { task: 'renew-directives', function: 'rollout', everyMinutes: 5 },
  /** Paused, held and abandoned deployments, which no execution looks after. */
  { task: 'assess-idle-deployments', function: 'rollout', everyMinutes: 1 },
] as const satisfies readonly ScheduleRow[];

interface ScheduleRow {
  readonly task: string;
  readonly function: 'sweep' | 'project' | 'rollout';
  readonly everyMinutes: number;
}

/** The tasks of one function. */
export type TaskOf<F extends ScheduleRow['function']> = Extract<(typeof SCHEDULE)[number], { function: F }>['task'];

/** What a rule sends, and all that it sends. */
export interface ScheduledEvent<F extends ScheduleRow['function'] = ScheduleRow['function']> {
  readonly task: TaskOf<F>;
}
