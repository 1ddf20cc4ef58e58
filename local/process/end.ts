import { until } from './until.ts';

const PATIENCE_MILLISECONDS = 10_000;

/** Whether a process of this id lives; one that has ended and that nobody has asked about yet counts as gone. */
export function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/**
 * Ends a process started by startDetached and all of its group: asks, waits, and then kills.
 * @param pid the leader of the group
 */
export async function end(pid: number, patienceMs: number = PATIENCE_MILLISECONDS): Promise<void> {
  send(pid, 'SIGTERM');
  await until(() => !lives(pid), patienceMs);
  send(-pid, 'SIGKILL'); // what it left behind, and itself if SIGTERM hung
  await until(() => !lives(pid), patienceMs);
}
