import type { Settled } from '../database/group-commit.ts';
import type { PulseTable } from './pulse-table.ts';

/** One call of the table, as it goes to the thread that has it. */
export type PulseCall = {
  [Name in keyof PulseTable]: readonly [name: Name, args: Parameters<PulseTable[Name]>];
}[keyof PulseTable];

/** What the thread is started with. */
export interface PulseThreadData {
  /** The sqlite file, this thread's alone. */
  readonly file: string;
}

/** What the thread is told: calls that share a commit, or to let the file go and end. */
export type PulseMessage = readonly PulseCall[] | 'close';

/** What it says: once that the file is open, then the outcomes of each list of calls, when their commit is durable. */
export type PulseReport = 'open' | readonly Settled[];
