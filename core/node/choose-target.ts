import type { Candidate } from '../../schemas/documents.ts';
import type { Labels, Sha256 } from '../../schemas/words.ts';
import type { DirectiveWord } from './accept-directive.ts';
import { inCohort, rankOf } from './rank.ts';

export interface Target {
  readonly generation: number;
  readonly digest: Sha256;
  /** Set when the target is the candidate of a deployment. */
  readonly deploymentId?: string;
}

export interface Targets {
  /** What the node should run; null = whatever it runs now. */
  readonly run: Target | null;
  /** What it should hold ready beside that. */
  readonly preload: Target | null;
}

/**
 * Reads a node's own place out of its cluster's directive. Who runs the candidate stays on it until the directive no
 * longer names it, whatever becomes of cutoff and labels. `keep` is never a reason to switch.
 * @param rank for who asks for the same nodes again and again, and remembers
 * @see docs/protocol.md §3
 */
export function chooseTargets(
  { stable, candidate }: Pick<DirectiveWord, 'stable' | 'candidate'>,
  node: { readonly nodeId: string; readonly labels: Labels | null; readonly running: Sha256 | null },
  rank: typeof rankOf = rankOf,
): Targets {
  const run: Target | null = stable ? { generation: stable.generation, digest: stable.digest } : null;
  if (!candidate) return { run, preload: null };
  const target = targetOf(candidate);
  if (node.running === candidate.digest) return { run: target, preload: null };
  if (!inCohort(candidate, node.nodeId, node.labels, rank)) return { run, preload: null };
  return candidate.mode === 'activate' ? { run: target, preload: null } : { run, preload: target };
}

const targetOf = ({ generation, digest, deploymentId }: Candidate): Target => ({ generation, digest, deploymentId });
