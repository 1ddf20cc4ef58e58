import { LABELS_TYPE, type LabelsStatement, STATEMENT_TYPE } from '../../schemas/documents.ts';
import type { Instant, Labels } from '../../schemas/words.ts';
import { type PayloadBytes, payloadBytes } from '../integrity/statement.ts';

export interface LabelsInput {
  readonly controlPlane: string;
  readonly node: string;
  /** Grows with every change; a node ignores lower ones. */
  readonly revision: number;
  readonly labels: Labels;
  readonly issuedAt: Instant;
}

/** The exact bytes of a node's labels statement; it has no subjects. @see docs/protocol.md §2.4 */
export const labelsPayload = ({
  controlPlane,
  node,
  revision,
  labels,
  issuedAt,
}: LabelsInput): PayloadBytes<LabelsStatement> =>
  payloadBytes<LabelsStatement>({
    _type: STATEMENT_TYPE,
    subject: [],
    predicateType: LABELS_TYPE,
    predicate: { controlPlane, node, revision, labels, issuedAt },
  });
