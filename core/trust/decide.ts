import type { DsseEnvelope, TrustRoot } from '../../schemas/documents.ts';
import type { Instant, Sha256 } from '../../schemas/words.ts';
import { accept, type Decision, reject } from '../decision.ts';
import type { TrustEvent } from './events.ts';
import type { TrustState } from './evolve.ts';
import { verifyRoot } from './verify-root.ts';

export interface LoadRoot {
  readonly at: Instant;
  readonly envelope: DsseEnvelope;
  /** Where the envelope's bytes were put. */
  readonly envelopeSha256: Sha256;
  readonly controlPlane: string;
}

/**
 * Loads the next trust root. The very root that is loaded already is accepted and changes nothing.
 * @param previous the root that `state` names, undefined while there is none
 * @returns `trust_root_invalid` with the rule that is broken
 * @see docs/protocol.md §2.7
 */
export function decideLoadRoot(
  { at, envelope, envelopeSha256, controlPlane }: LoadRoot,
  state: TrustState,
  previous: TrustRoot | undefined,
): Decision<TrustEvent> {
  const again = verifyRoot(envelope, { controlPlane });
  if (again.ok && again.digest === state.digest) return accept();
  const verified = verifyRoot(envelope, { controlPlane, previous });
  if (!verified.ok) return reject('trust_root_invalid', { rule: verified.rule ?? verified.code });
  const { root, digest } = verified;
  const { version, epoch, expiresAt } = root;
  if (!previous && version !== 1) return reject('trust_root_invalid', { rule: 'version_not_next' });
  if (expiresAt <= at) return reject('trust_root_invalid', { rule: 'expired', expiresAt });
  return accept({ type: 'RootLoaded', at, controlPlane, version, epoch, expiresAt, digest, envelopeSha256 });
}
