import type { Instant, Sha256 } from '../../schemas/words.ts';

/** One event for each version of the trust root, so that revision n of the stream is version n. */
export type TrustEvent = {
  type: 'RootLoaded';
  at: Instant;
  controlPlane: string;
  version: number;
  epoch: number;
  expiresAt: Instant;
  /** SHA-256 of the root's payload. */
  digest: Sha256;
  /** Blob of the signed envelope, namespace `root`. */
  envelopeSha256: Sha256;
};
