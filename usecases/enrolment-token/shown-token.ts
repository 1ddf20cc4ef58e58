import type { EnrolmentTokenState } from '../../core/enrolment-token/evolve.ts';
import type { EnrolmentToken } from '../../schemas/enrolment-token.ts';

/** A token as people see it: without the hash of its secret. */
export function shownToken(id: string, revision: number, state: EnrolmentTokenState): EnrolmentToken {
  const { cluster, uses, usesLeft, labels, createdAt, createdBy, expiresAt, withdrawnAt, node } = state;
  return {
    id,
    cluster,
    uses,
    usesLeft,
    labels,
    createdAt,
    createdBy,
    expiresAt,
    ...(withdrawnAt === null ? {} : { withdrawnAt }),
    ...(node === null ? {} : { node }),
    revision,
  };
}
