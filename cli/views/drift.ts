import type { z } from 'zod';
import type { DriftFinding, DriftPage } from '../../schemas/drift.ts';
import type { Look, View } from '../command-spec.ts';
import { rows } from '../output/table.ts';
import { ago, short } from '../output/words.ts';
import { painted } from './status-ink.ts';

export const driftTable: View<z.output<typeof DriftPage>> = ({ nodes }, { ink, nowMs }) =>
  nodes.length === 0
    ? 'No drift: every node is what it should be.'
    : rows(
        ink,
        ['node', 'cluster', 'kind', 'rule', 'severity', 'expected', 'observed', 'since'],
        nodes.flatMap(({ node, cluster, findings }) =>
          findings.map((finding) => [
            ink.name(node),
            cluster,
            finding.kind,
            about(finding),
            painted(ink, finding.severity),
            brief(finding.expected),
            brief(finding.observed),
            ago(finding.since, nowMs),
          ]),
        ),
      );

export const findingLine = (finding: DriftFinding, { ink, nowMs }: Look): string =>
  `${painted(ink, finding.severity)} ${about(finding)}: ${brief(finding.expected)} expected, ${brief(finding.observed)} observed, since ${ago(finding.since, nowMs)}`;

const about = ({ rule, config }: DriftFinding): string => (config === undefined ? rule : `${rule} ${config}`);

const brief = (value: string): string => (/^[0-9a-f]{64}$/.test(value) ? short(value) : value);
