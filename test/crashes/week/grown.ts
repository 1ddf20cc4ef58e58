import type { Rows } from './census.ts';

/** What there was at the end of a day. */
export interface Day {
  readonly rows: Rows;
  /** In the folders of all agents together. */
  readonly files: number;
  readonly heapBytes: number;
}

/** Rows that there are for what is there now, and not for what has been. */
const OF_NOW = ['pulses', 'feed_positions', 'feed_parked', 'commands of nodes'];
/** Of a message each, forgotten an hour later: how many there are depends on the minute. */
const SLACK: Rows = { 'commands of nodes': 20 };
/** Rows of what has been, of which every release makes the same number. */
const OF_RELEASES = ['commands', 'heads', 'view_marks', 'executions'];
/** For what a runtime keeps as it likes, and the releases of six days; 144 restarts that leave 29 kB each are over it. */
const HEAP_SLACK = 4 * 2 ** 20;

/**
 * What there is more of at the end of the last day than at the end of the first, although it is no history; and what
 * grew otherwise than in the day before, although every day brought as many releases.
 */
export function grown(days: readonly Day[]): string[] {
  const [first] = days;
  const last = days.at(-1);
  if (!first || !last || first === last) throw new Error('nothing to compare');
  const found: string[] = [];
  const compare = (what: string, before: number, after: number, slack = 0): void => {
    if (after > before + slack) found.push(`${what}: ${before}, then ${after}`);
  };
  for (const table of OF_NOW) compare(table, first.rows[table] ?? 0, last.rows[table] ?? 0, SLACK[table]);
  compare('files of agents', first.files, last.files);
  compare('bytes', first.heapBytes, last.heapBytes, HEAP_SLACK);
  for (const table of OF_RELEASES) {
    const more = days.slice(1).map(({ rows }, index) => (rows[table] ?? 0) - (days[index]?.rows[table] ?? 0));
    compare(`${table} a day`, Math.min(...more), Math.max(...more));
  }
  return found;
}
