import type { SCHEDULE, TaskOf } from '../../schemas/schedule.ts';

type Room = (typeof SCHEDULE)[number]['function'];
/** What a room does on schedule: a task cannot be forgotten, nor be another room's. */
export type Tasks<R extends Room> = { readonly [T in TaskOf<R>]: () => Promise<unknown> };

/** The task that an event of a schedule names; undefined for other events. */
export const taskOf = (event: unknown): string | undefined =>
  typeof event === 'object' && event !== null && 'task' in event ? String(event.task) : undefined;

/**
 * Runs one task by name.
 * @throws `unknown task …` for a name that is not in the table: then the schedule and this function do not belong
 *   together, and retries and the dead-letter queue say so
 */
export async function runTask(tasks: { readonly [task: string]: () => Promise<unknown> }, task: string): Promise<void> {
  const run = Object.hasOwn(tasks, task) ? tasks[task] : undefined;
  if (!run) throw new Error(`unknown task ${task}`);
  await run();
}
