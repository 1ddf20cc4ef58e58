import { descendantsOf } from './family.ts';
import { until } from './until.ts';

const PATIENCE_MILLISECONDS = 5_000;

/** Whether a process of this id lives. */
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
 * Ends a process started by startDetached and all that it has started: asks, waits, and then kills.
 * The emulators may hang when asked, and leave a Java behind when killed.
 */
export async function end(pid: number, patienceMs: number = PATIENCE_MILLISECONDS): Promise<void> {
  const family = [pid, ...descendantsOf(pid)];
  send(pid, 'SIGTERM');
  await until(() => !lives(pid), patienceMs);
  for (const member of family) send(member, 'SIGKILL');
  await until(() => !family.some(lives), patienceMs);
}
