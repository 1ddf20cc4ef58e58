import type { PhaseMode } from '../../../schemas/deployment.ts';

/** How far a phase goes, from the beginning of the deployment: a share of the nodes or a number of them. */
export type Through = { readonly percent: number } | { readonly count: number };

export interface PhaseFormula {
  readonly through: Through;
  readonly mode: PhaseMode;
  /** How long the phase is watched once all its nodes have proven it. */
  readonly soakSeconds: number;
}

/**
 * Nodes of `total` that a phase covers. A percentage is rounded up, so that the smallest canary is one node, and a
 * phase never promises less protection than its number says.
 */
export const coveredNodes = (through: Through, total: number): number =>
  'percent' in through ? Math.ceil((through.percent * total) / 100) : Math.min(through.count, total);
