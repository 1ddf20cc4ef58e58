import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decideIssue, type IssueCommand } from '../../../core/cluster/decide-issue.ts';
import type { ClusterEvent } from '../../../core/cluster/events.ts';
import type { ClusterState } from '../../../core/cluster/state.ts';
import { draftDirective } from '../../../core/directive/payload.ts';
import { AT, context, created, envelope, fold, proof, release } from '../../support/issued-clusters.ts';

/** Any history of drafts, signatures, renewals, proofs and recoveries. */
const anyCommands = fc.array(
  fc.oneof(
    fc.constant('draft' as const),
    fc.constant('keep' as const),
    fc.constant('renew' as const),
    fc.record({ generation: fc.nat(12), sequence: fc.nat(40), epoch: fc.integer({ min: 1, max: 2 }) }),
    fc.record({ rootEpoch: fc.integer({ min: 1, max: 3 }) }),
  ),
  { minLength: 4, maxLength: 30 },
);

it('no generation and no sequence ever stands for two contents, whatever happens', () => {
  let draftsSeen = 0;
  fc.assert(
    fc.property(anyCommands, (commands) => {
      const contents = new Map<string, string>();
      const remember = (event: ClusterEvent): void => {
        if (event.type === 'ReleaseDrafted')
          once(contents, `g${event.release.epoch}/${event.release.generation}`, event.release.digest);
        if (event.type === 'DirectiveDrafted')
          once(contents, `s${event.directive.epoch}/${event.directive.sequence}`, event.directive.digest);
      };
      let state = created;
      commands.forEach((command, at) => {
        const events = step(state, command, at);
        events.forEach(remember);
        state = fold(events, state);
      });
      draftsSeen += contents.size;
    }),
  );
  expect(draftsSeen).toBeGreaterThan(100);
});

function once(contents: Map<string, string>, key: string, digest: string): void {
  expect(contents.get(key) ?? digest).toBe(digest);
  contents.set(key, digest);
}

type Step =
  | 'draft'
  | 'keep'
  | 'renew'
  | { generation: number; sequence: number; epoch: number }
  | { rootEpoch: number };
function step(state: ClusterState, command: Step, at: number): readonly ClusterEvent[] {
  const eventsOf = (issue: IssueCommand) => {
    const decision = decideIssue(issue, state);
    return decision.ok ? decision.events : [];
  };
  if (command === 'draft') {
    const next = {
      ...release,
      epoch: state.epoch,
      generation: state.generation + 1,
      digest: at.toString(16).padStart(64, '0'),
    };
    const events: ClusterEvent[] = state.signingStopped ? [] : [{ type: 'ReleaseDrafted', at: AT, release: next }];
    return events.length === 0
      ? events
      : [...events, { type: 'DirectiveDrafted', at: AT, directive: draftDirective(fold(events, state), context) }];
  }
  if (command === 'keep')
    return eventsOf({ type: 'KeepDirective', at: AT, digest: state.directive?.digest ?? '', envelope });
  if (command === 'renew')
    return eventsOf({ type: 'RenewDirective', outOfForce: state.directive?.sequence ?? null, ...context });
  if ('rootEpoch' in command) return eventsOf({ type: 'RecoverCluster', justification: 'x', ...command, ...context });
  return eventsOf(proof(command));
}
