import type { z } from 'zod';
import type { PlanResponse, Reason } from '../../schemas/deployment.ts';
import type { View } from '../command-spec.ts';
import { card, rows } from '../output/table.ts';
import { count, pairs, span } from '../output/words.ts';

export const planView: View<PlanResponse> = (plan, { ink }) => {
  const facts = card(ink, {
    cluster: ink.name(plan.cluster),
    snapshot: `${plan.snapshot.name}@${plan.snapshot.revision}`,
    strategy: plan.strategy.strategy,
    selector: plan.selector && pairs(plan.selector.matchLabels),
    nodes: `${count(plan.nodes, 'node')}, ${plan.offlineNodes} offline (they follow when they return)`,
    takes: `about ${span(plan.predictedSeconds)}`,
  });
  const phases = rows(
    ink,
    ['phase', 'does', 'nodes by then', 'stays for'],
    plan.phases.map((phase) => [String(phase.phase), phase.mode, String(phase.nodes), span(phase.soakSeconds)]),
  );
  const conflicts = plan.conflicts.map((reason) => ink.bad(`could not start now: ${reasonText(reason)}`));
  const notes = plan.notes.map((reason) => ink.warn(`note: ${reasonText(reason)}`));
  return [facts, phases, ...(conflicts.length + notes.length > 0 ? [[...conflicts, ...notes].join('\n')] : [])].join(
    '\n\n',
  );
};

const reasonText = ({ code, detail }: z.output<typeof Reason>): string => (detail ? `${code}: ${detail}` : code);
