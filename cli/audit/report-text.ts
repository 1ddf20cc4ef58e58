import type { Finding } from '../../core/audit/verify-log.ts';
import type { AuditReport } from './verify-audit.ts';

const SHOWN = 10;

/** The report for people: the verdict first, then the first broken place. */
export function reportText(report: AuditReport): string {
  const lines = [
    report.ok ? 'The audit log is whole.' : 'THE AUDIT LOG IS NOT WHOLE.',
    ...report.findings
      .slice(0, SHOWN)
      .map((finding, at) => `${at === 0 ? 'First broken place: ' : '  then '}${place(finding)}`),
    ...(report.findings.length > SHOWN ? [`  and ${report.findings.length - SHOWN} more`] : []),
    `${report.events} events in ${report.streams} streams, ${report.receipts} receipts, ${report.enrolments} enrolments recomputed` +
      (report.withheld + report.erased > 0 ? `; ${report.withheld} withheld from you, ${report.erased} erased` : ''),
    covered(report),
    report.anchored
      ? 'Trust root: from your own folder.'
      : "Trust root: the server's own word; keep one with `plumb trust get --out DIR` and pass --trust DIR.",
  ];
  return `${lines.join('\n')}\n`;
}

const place = ({ rule, index, stream, revision, checkpoint }: Finding): string =>
  index === null
    ? `${rule} (checkpoint: ${checkpoint})`
    : `${rule} at log index ${index}: ${stream} revision ${revision}`;

const covered = ({ checkpointSize, events, uncoveredSeconds }: AuditReport): string => {
  if (checkpointSize === null) return 'No checkpoint that a trusted key signed.';
  const rest = events - checkpointSize;
  return rest === 0
    ? `The newest checkpoint covers all ${checkpointSize} events.`
    : `The newest checkpoint covers ${checkpointSize} events; ${rest} newer ones for ${uncoveredSeconds} s not yet.`;
};
