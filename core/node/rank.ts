import type { Candidate } from '../../schemas/documents.ts';
import type { Labels } from '../../schemas/words.ts';
import { sha256Hex } from '../integrity/digest.ts';

/**
 * A node's place in a deployment: 16 hex characters, compared as strings. Every deployment shuffles anew, so no node
 * is always the canary.
 * @see docs/protocol.md §3
 */
export const rankOf = (deploymentId: string, nodeId: string): string =>
  sha256Hex(`${deploymentId}/${nodeId}`).slice(0, 16);

/** Whether every label of the selector is there with that value. Without labels no selector matches. */
export const matches = (selector: Candidate['selector'], labels: Labels | null): boolean =>
  selector === undefined ||
  (labels !== null &&
    Object.entries(selector.matchLabels).every(([key, value]) => Object.hasOwn(labels, key) && labels[key] === value));

/**
 * Whether a node belongs to those the candidate is released to. A larger cutoff never takes a node out.
 * @param labels of the newest labels statement, null without one
 */
export const inCohort = (
  candidate: Candidate,
  nodeId: string,
  labels: Labels | null,
  rank: typeof rankOf = rankOf,
): boolean => rank(candidate.deploymentId, nodeId) <= candidate.cutoff && matches(candidate.selector, labels);
