import type { ClusterName, Instant, Labels, Sha256 } from '../../schemas/words.ts';
import { accept, type Decision, reject } from '../decision.ts';
import type { EnrolmentTokenEvent } from './events.ts';
import type { EnrolmentTokenState } from './evolve.ts';

export type EnrolmentTokenCommand =
  | {
      readonly type: 'CreateEnrolmentToken';
      readonly at: Instant;
      readonly by: string;
      readonly cluster: ClusterName;
      readonly uses: number;
      readonly lifetimeSeconds: number;
      readonly labels: Labels;
      readonly secretSha256: Sha256;
      readonly node: string | null;
    }
  | {
      readonly type: 'UseEnrolmentToken';
      readonly at: Instant;
      readonly cluster: ClusterName;
      readonly node: string;
      readonly thumbprint: Sha256;
    }
  | { readonly type: 'WithdrawEnrolmentToken'; readonly at: Instant };

export const MAX_TOKEN_LIFETIME_SECONDS = 90 * 24 * 3600;
/** Labels are part of a node's head, which every check-in reads (design §7): characters as JSON. */
export const LABELS_CHARACTERS = 768;

/**
 * Life of an enrolment token. The secret is checked before ({@link secretMatches}).
 * @returns `enrolment_refused` with `reason` `used_up`, `expired`, `withdrawn` or `wrong_cluster`; `invalid_request`
 *   for a lifetime of zero or above 90 days; `too_large` for labels that would crowd a node's head; `already_exists`
 *   when the id is another token's
 * @see docs/protocol.md §4.1
 */
export function decideEnrolmentToken(
  command: EnrolmentTokenCommand,
  state: EnrolmentTokenState,
): Decision<EnrolmentTokenEvent> {
  switch (command.type) {
    case 'CreateEnrolmentToken': {
      const { type: _, lifetimeSeconds, ...what } = command;
      if (state.secretSha256 !== '')
        return state.secretSha256 === command.secretSha256 ? accept() : reject('already_exists');
      if (lifetimeSeconds < 1 || lifetimeSeconds > MAX_TOKEN_LIFETIME_SECONDS)
        return reject('invalid_request', { field: 'expiresIn', maxSeconds: MAX_TOKEN_LIFETIME_SECONDS });
      const labelsTooLarge = tooManyLabels(command.labels);
      if (labelsTooLarge) return labelsTooLarge;
      const expiresAt = new Date(Date.parse(command.at) + lifetimeSeconds * 1000).toISOString();
      return accept({ type: 'EnrolmentTokenCreated', ...what, expiresAt });
    }
    case 'UseEnrolmentToken': {
      if (state.withdrawnAt !== null) return reject('enrolment_refused', { reason: 'withdrawn' });
      if (command.at >= state.expiresAt) return reject('enrolment_refused', { reason: 'expired' });
      if (state.usesLeft < 1) return reject('enrolment_refused', { reason: 'used_up' });
      if (command.cluster !== state.cluster) return reject('enrolment_refused', { reason: 'wrong_cluster' });
      const { at, node, thumbprint } = command;
      return accept({ type: 'EnrolmentTokenUsed', at, node, thumbprint });
    }
    case 'WithdrawEnrolmentToken':
      return state.withdrawnAt === null ? accept({ type: 'EnrolmentTokenWithdrawn', at: command.at }) : accept();
  }
}

/** @returns `too_large` when labels are longer than {@link LABELS_CHARACTERS} as JSON. */
export const tooManyLabels = (labels: Labels) => {
  const size = JSON.stringify(labels).length;
  return size > LABELS_CHARACTERS
    ? reject('too_large', { field: 'labels', limit: LABELS_CHARACTERS, size })
    : undefined;
};
