import type { z } from 'zod';
import type { DeploymentPage, DeploymentResponse } from '../../schemas/deployment.ts';
import type { DeploymentNodePage, NodeCounts } from '../../schemas/deployment-node.ts';
import type { Look, View } from '../command-spec.ts';
import { card, rows } from '../output/table.ts';
import { ago, pairs, span } from '../output/words.ts';
import { empty } from './empty.ts';
import { painted } from './status-ink.ts';

interface Started {
  readonly id: string;
  readonly status: string;
  readonly rollbackOf?: string | undefined;
}

export const startedLine: View<Started> = ({ id, status, rollbackOf }, { ink }) =>
  `${ink.name(id)} ${painted(ink, status)}${rollbackOf ? `, rolls back ${rollbackOf}` : ''}
${ink.faint(`follow it: plumb deployment watch ${id}`)}`;

export const deploymentTable: View<z.output<typeof DeploymentPage>> = ({ items }, { ink, nowMs }) =>
  items.length === 0
    ? empty('deployments', 'plumb deployment start')
    : rows(
        ink,
        ['deployment', 'cluster', 'snapshot', 'strategy', 'status', 'phase', 'by', 'started'],
        items.map((deployment) => [
          ink.name(deployment.id),
          deployment.cluster,
          `${deployment.snapshot.name}@${deployment.snapshot.revision}`,
          deployment.strategy.strategy,
          painted(ink, deployment.status),
          `${deployment.phase}/${deployment.phases}`,
          deployment.startedBy,
          ago(deployment.startedAt, nowMs),
        ]),
      );

export const deploymentCard: View<DeploymentResponse> = (deployment, { ink, nowMs }) => {
  const { plan, counts, selector } = deployment;
  return card(ink, {
    deployment: ink.name(deployment.id),
    cluster: deployment.cluster,
    snapshot: `${deployment.snapshot.name}@${deployment.snapshot.revision}`,
    strategy: deployment.strategy.strategy,
    selector: selector && pairs(selector.matchLabels),
    status: painted(ink, deployment.status),
    because:
      deployment.reasons.map(({ code, detail }) => (detail ? `${code}: ${detail}` : code)).join('\n') || undefined,
    phase: `${deployment.phase} of ${deployment.phases}`,
    nodes: counts && countsLine(counts, ink),
    plan: plan && `${plan.nodes} nodes (${plan.offlineNodes} offline) in about ${span(plan.predictedSeconds)}`,
    generation: deployment.generation === undefined ? undefined : `#${deployment.generation}`,
    'rollback of': deployment.rollbackOf,
    'rolled back by': deployment.rolledBackBy,
    started: `${ago(deployment.startedAt, nowMs)} by ${deployment.startedBy}`,
    ended: deployment.endedAt && ago(deployment.endedAt, nowMs),
    revision: String(deployment.revision),
  });
};

export const deploymentNodes: View<z.output<typeof DeploymentNodePage>> = ({ items, counts }, { ink, nowMs }) =>
  [
    countsLine(counts, ink),
    rows(
      ink,
      ['node', 'verdict', 'runs', 'proven', 'drift', 'seen'],
      items.map((node) => [
        ink.name(node.node),
        `${painted(ink, node.verdict)}${node.unhealthy ? ink.bad(' unhealthy') : ''}`,
        `#${node.generation}`,
        node.provenAt ? `#${node.provenGeneration} ${ago(node.provenAt, nowMs)}` : `#${node.provenGeneration}`,
        node.drift.join(' ') || 'none',
        ago(node.seenAt, nowMs),
      ]),
    ),
  ].join('\n\n');

/** `7/12 proven, 1 failed`: only what is not zero. */
export function countsLine(counts: z.output<typeof NodeCounts>, ink: Look['ink']): string {
  const { expected, applied, failed, overdue, offline } = counts;
  const proven = `${applied}/${expected} proven`;
  return [
    applied === expected ? ink.good(proven) : proven,
    ...(failed > 0 ? [ink.bad(`${failed} failed`)] : []),
    ...(overdue > 0 ? [ink.bad(`${overdue} overdue`)] : []),
    ...(offline > 0 ? [ink.warn(`${offline} offline`)] : []),
  ].join(', ');
}
