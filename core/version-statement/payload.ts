import { STATEMENT_TYPE, VERSION_STATEMENT_TYPE, type VersionStatement } from '../../schemas/documents.ts';
import type { Instant, Sha256 } from '../../schemas/words.ts';
import { type PayloadBytes, payloadBytes, subjectsOf } from '../integrity/statement.ts';

export interface VersionStatementInput {
  readonly controlPlane: string;
  readonly config: string;
  readonly version: string;
  /** Digest of the version's content. */
  readonly digest: Sha256;
  /** The required checks, all passed. */
  readonly verdicts: readonly { readonly check: string; readonly at: Instant }[];
}

/** The exact bytes that make a version `signed`. Verdicts are sorted by check. @see docs/protocol.md §2.5 */
export const versionStatementPayload = (input: VersionStatementInput): PayloadBytes<VersionStatement> =>
  payloadBytes<VersionStatement>({
    _type: STATEMENT_TYPE,
    subject: subjectsOf([[input.config, input.digest]]),
    predicateType: VERSION_STATEMENT_TYPE,
    predicate: {
      controlPlane: input.controlPlane,
      config: input.config,
      version: input.version,
      verdicts: [...input.verdicts]
        .sort((a, b) => (a.check < b.check ? -1 : Number(a.check > b.check)))
        .map(({ check, at }) => ({ check, result: 'passed', at })),
    },
  });
