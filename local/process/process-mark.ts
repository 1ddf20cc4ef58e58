import { spawnSync } from 'node:child_process';
import { end, lives } from './end.ts';

/** A process that was started and may be ended later, told apart from one that got its id since. */
export interface ProcessMark {
  readonly pid: number;
  /** What this machine says about when it began. */
  readonly began: string;
}

const beganAt = (pid: number): string =>
  spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim();

export const mark = (pid: number): ProcessMark => ({ pid, began: beganAt(pid) });

export const stillRuns = ({ pid, began }: ProcessMark): boolean => lives(pid) && beganAt(pid) === began;

/** Ends the process and its group, unless it is gone and its id belongs to somebody else now. */
export async function endMarked(marked: ProcessMark, patienceMs?: number): Promise<void> {
  if (stillRuns(marked)) await end(marked.pid, patienceMs);
}
