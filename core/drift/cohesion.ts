import type { PulseRow } from '../../schemas/pulse.ts';
import { isStale } from './rules/stale.ts';

/** How much of a cluster is as it should be. Stale nodes are in no share: nobody knows what they run (design §7). */
export interface Cohesion {
  readonly nodes: number;
  readonly stale: number;
  /** Neither stale nor with anything open. */
  readonly inLine: number;
  /** Rule → nodes on which it is open, stale ones left out. */
  readonly rules: Readonly<Record<string, number>>;
}

export const NO_NODES: Cohesion = { nodes: 0, stale: 0, inLine: 0, rules: {} };

/** One step of the fold over a cluster's pulses. */
export const cohesionStep =
  (nowSeconds: number, staleAfterSeconds: number) =>
  (sum: Cohesion, row: Pick<PulseRow, 'seenAt' | 'intervalSeconds' | 'drift'>): Cohesion => {
    const nodes = sum.nodes + 1;
    if (isStale(row, nowSeconds, staleAfterSeconds)) return { ...sum, nodes, stale: sum.stale + 1 };
    if (row.drift.length === 0) return { ...sum, nodes, inLine: sum.inLine + 1 };
    const rules = { ...sum.rules };
    for (const rule of row.drift) rules[rule] = (rules[rule] ?? 0) + 1;
    return { ...sum, nodes, rules };
  };

/** Share of nodes without drift among those that are heard of; 1 when there are none. */
export const cohesionOf = ({ nodes, stale, inLine }: Cohesion): number =>
  nodes === stale ? 1 : inLine / (nodes - stale);
