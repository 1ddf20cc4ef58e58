import type { z } from 'zod';
import type {
  ConfirmReplacementAnswer,
  NodeDetails,
  NodePage,
  NodeSummary,
  OrderAnswer,
  SetLabelsAnswer,
} from '../../schemas/node.ts';
import type { Look, View } from '../command-spec.ts';
import { card, rows } from '../output/table.ts';
import { ago, count, pairs } from '../output/words.ts';
import { findingLine } from './drift.ts';
import { empty } from './empty.ts';
import { painted } from './status-ink.ts';

export const nodeTable: View<z.output<typeof NodePage>> = ({ nodes }, { ink, nowMs }) =>
  nodes.length === 0
    ? empty('nodes', 'plumb enrolment-token create, then plumb agent on the machine')
    : rows(
        ink,
        ['node', 'host', 'cluster', 'status', 'runs', 'proven', 'drift', 'labels', 'seen'],
        nodes.map((node) => [
          ink.name(node.id),
          node.facts.hostname ?? '–',
          node.cluster,
          statusOf(node, ink),
          node.running ? `#${node.running.generation}` : '–',
          node.proven ? `#${node.proven.generation}` : '–',
          node.drift.length === 0 ? 'none' : ink.bad(node.drift.map(({ rule }) => rule).join(' ')),
          pairs(node.labels) || '–',
          node.lastSeenAt ? ago(node.lastSeenAt, nowMs) : 'never',
        ]),
      );

export const nodeCard: View<NodeDetails> = (node, look) => {
  const { ink, nowMs } = look;
  const { facts, running, proven, quarantine, pending } = node;
  return card(ink, {
    node: ink.name(node.id),
    cluster: node.cluster,
    status: statusOf(node, ink),
    host: facts.hostname && `${facts.hostname}${facts.port === undefined ? '' : `:${facts.port}`}`,
    agent: facts.agentVersion,
    hardware: facts.hardware,
    labels: pairs(node.labels) && `${pairs(node.labels)}${node.labelsSigned ? '' : ink.warn(' (not signed yet)')}`,
    runs: running ? `#${running.generation} ${running.digestPrefix}…` : 'nothing',
    proven: proven ? `#${proven.generation} ${proven.state}, ${ago(proven.at, nowMs)}` : 'nothing',
    drift: node.drift.length === 0 ? 'none' : node.drift.map((finding) => findingLine(finding, look)).join('\n'),
    quarantine:
      quarantine && ink.bad(`#${quarantine.generation} since ${ago(quarantine.at, nowMs)}: ${quarantine.reason}`),
    orders: node.orders.length > 0 ? count(node.orders.length, 'order') : undefined,
    'waiting key': pending && `${pending.fingerprint}, ${ago(pending.at, nowMs)}`,
    fingerprint: node.fingerprint,
    enrolled: ago(node.enrolledAt, nowMs),
    seen: node.lastSeenAt ? ago(node.lastSeenAt, nowMs) : 'never',
    revision: String(node.revision),
  });
};

const statusOf = ({ status, quarantined, healthy }: NodeSummary, ink: Look['ink']): string =>
  [
    painted(ink, status),
    ...(quarantined ? [ink.bad('quarantined')] : []),
    ...(healthy ? [] : [ink.bad('unhealthy')]),
  ].join(' ');

export const orderLine: View<z.output<typeof OrderAnswer>> = ({ order }) =>
  `Ordered (${order}); the node hears of it at its next check-in.`;

export const replacementLine: View<z.output<typeof ConfirmReplacementAnswer>> = ({ id, fingerprint }, { ink }) =>
  `${ink.name(id)} is now the machine with the key ${fingerprint}.`;

export const labelsLine: View<z.output<typeof SetLabelsAnswer>> = ({ id, labels, labelsRevision }, { ink }) =>
  `${ink.name(id)}  ${pairs(labels) || 'no labels'}  (revision ${labelsRevision})`;
