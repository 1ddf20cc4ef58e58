import type { Breach, DeploymentReport } from '../../schemas/deployment-report.ts';
import type { Look, View } from '../command-spec.ts';
import { card, rows } from '../output/table.ts';
import { countsLine } from './deployment.ts';
import { painted } from './status-ink.ts';

export const reportView: View<DeploymentReport> = (report, look) => {
  const { ink } = look;
  const { rollback } = report;
  const facts = card(ink, {
    deployment: ink.name(report.id),
    cluster: report.cluster,
    outcome: `${painted(ink, report.outcome)}${report.automatic ? ' (by itself)' : ''}`,
    because: report.justification,
    'detected in': milliseconds(report.detectionMilliseconds),
    rollback: rollback && `${rollback.id} ${painted(ink, rollback.outcome)}`,
    'executed in': milliseconds(rollback?.executionMilliseconds),
    'nodes back': rollback?.counts && countsLine(rollback.counts, ink),
  });
  const timeline = rows(
    ink,
    ['time', 'event', 'phase', 'what'],
    report.timeline.map(({ at, type, phase, detail }) => [
      ink.faint(at),
      ink.strong(type),
      phase === undefined ? '' : String(phase),
      detail ?? '',
    ]),
  );
  return [facts, ...(report.breach ? [breachText(report.breach, look)] : []), timeline].join('\n\n');
};

/** What was measured on the candidate, against what, and on which nodes it was worst. */
function breachText({ findings, nodes }: Breach, { ink }: Look): string {
  const measured = rows(
    ink,
    ['trigger', 'candidate', 'compared with', 'limit', 'share of'],
    findings.map((finding) => [
      ink.bad(finding.metric ? `${finding.trigger} ${finding.metric}` : finding.trigger),
      value(finding.candidate, finding.unit),
      finding.reference === null
        ? finding.comparedWith
        : `${finding.comparedWith} ${value(finding.reference, finding.unit)}`,
      value(finding.limit, finding.unit),
      finding.share,
    ]),
  );
  const worst = rows(
    ink,
    ['node', 'requests', 'errors', 'probes failed', ''],
    nodes.map((node) => [
      ink.name(node.node),
      String(node.requests),
      String(node.errors),
      String(node.probesFailed),
      [...(node.unhealthy ? ['unhealthy'] : []), ...(node.swapFailed ? ['swap failed'] : [])].join(', '),
    ]),
  );
  return nodes.length > 0 ? `${measured}\n\n${worst}` : measured;
}

const UNITS = { ratio: '%', milliseconds: ' ms', per_request: ' a request', seconds: ' s' } as const;
const value = (number: number, unit: keyof typeof UNITS): string =>
  `${Number((unit === 'ratio' ? number * 100 : number).toFixed(2))}${UNITS[unit]}`;

const milliseconds = (duration: number | undefined): string | undefined =>
  duration === undefined ? undefined : `${duration} ms`;
