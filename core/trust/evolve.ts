import type { Instant, Sha256 } from '../../schemas/words.ts';
import type { StreamKind } from '../stream.ts';
import type { TrustEvent } from './events.ts';

/** What is remembered of the newest root; its keys are in the blob. Version 0 = none was loaded yet. */
export interface TrustState {
  readonly controlPlane: string;
  readonly version: number;
  readonly epoch: number;
  readonly expiresAt: Instant;
  readonly digest: Sha256;
  readonly envelopeSha256: Sha256;
}

const evolve = (_state: TrustState, event: TrustEvent): TrustState => {
  const { controlPlane, version, epoch, expiresAt, digest, envelopeSha256 } = event;
  return { controlPlane, version, epoch, expiresAt, digest, envelopeSha256 };
};

export const TRUST_KEY = 'root';

/** Key = `TRUST_KEY`: one root per control plane. */
export const TRUST: StreamKind<TrustState, TrustEvent> = {
  kind: 'trust',
  schemaVersion: 1,
  initial: { controlPlane: '', version: 0, epoch: 0, expiresAt: '', digest: '', envelopeSha256: '' },
  evolve,
};
