import type { ClusterName, Instant, Labels, Sha256 } from '../../schemas/words.ts';
import type { StreamKind } from '../stream.ts';
import type { EnrolmentTokenEvent } from './events.ts';

export interface EnrolmentTokenState {
  readonly cluster: ClusterName;
  readonly uses: number;
  readonly usesLeft: number;
  readonly labels: Labels;
  readonly createdAt: Instant;
  readonly createdBy: string;
  readonly expiresAt: Instant;
  readonly withdrawnAt: Instant | null;
  /** '' until the token exists. */
  readonly secretSha256: Sha256;
  readonly node: string | null;
}

const evolve = (state: EnrolmentTokenState, event: EnrolmentTokenEvent): EnrolmentTokenState => {
  switch (event.type) {
    case 'EnrolmentTokenCreated': {
      const { at, by, cluster, uses, expiresAt, labels, secretSha256, node } = event;
      const counted = { uses, usesLeft: uses };
      return {
        cluster,
        ...counted,
        labels,
        createdAt: at,
        createdBy: by,
        expiresAt,
        withdrawnAt: null,
        secretSha256,
        node,
      };
    }
    case 'EnrolmentTokenUsed':
      return { ...state, usesLeft: state.usesLeft - 1 };
    case 'EnrolmentTokenWithdrawn':
      return { ...state, withdrawnAt: event.at };
  }
};

/** Key = token id. */
export const ENROLMENT_TOKEN: StreamKind<EnrolmentTokenState, EnrolmentTokenEvent> = {
  kind: 'enrolment-token',
  schemaVersion: 1,
  initial: {
    cluster: '',
    uses: 0,
    usesLeft: 0,
    labels: {},
    createdAt: '',
    createdBy: '',
    expiresAt: '',
    withdrawnAt: null,
    secretSha256: '',
    node: null,
  },
  evolve,
};
