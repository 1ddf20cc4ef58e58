import { done, type Outcome } from '../../core/decision.ts';
import { decideMembership } from '../../core/node/record/decide-membership.ts';
import type { RouteInput } from '../../schemas/api/route.ts';
import type { Labels } from '../../schemas/words.ts';
import type { Call } from '../call.ts';
import type { World } from '../ports.ts';
import { changeNode } from './change-node.ts';

type Answer = {
  readonly id: string;
  readonly labels: Labels;
  readonly labelsRevision: number;
  readonly revision: number;
};

/**
 * Grants a node exactly these labels. They count for selectors once the statement is signed and the node has it.
 * @returns `node_unknown`, `forbidden`, `precondition_failed`, `too_large`
 */
export function setNodeLabels(
  world: Pick<World, 'streams' | 'ids' | 'authority'>,
  { params: { id }, body: { labels } }: RouteInput<{ readonly id: string }, unknown, { readonly labels: Labels }>,
  call: Call,
): Promise<Outcome<Answer>> {
  return changeNode(
    world,
    id,
    call,
    (state) => decideMembership({ type: 'SetLabels', at: call.at, labels, by: call.principal.subject }, state),
    ({ state, revision }) => done({ id, labels: state.labels.labels, labelsRevision: state.labels.revision, revision }),
  );
}
