import * as z from 'zod';
import { DsseEnvelope } from './documents.ts';
import { Count, Instant, Sha256 } from './words.ts';

/** What a loaded root is known by; `digest` is the SHA-256 of its payload, which enrolment tokens pin. */
export const TrustRootSummary = z
  .strictObject({ version: Count.min(1), epoch: Count, expiresAt: Instant, digest: Sha256 })
  .meta({ id: 'TrustRootSummary' });
export type TrustRootSummary = z.infer<typeof TrustRootSummary>;

/** A root as it is held, with its envelope as it was signed. */
export const TrustRootAnswer = TrustRootSummary.extend({ envelope: DsseEnvelope }).meta({ id: 'TrustRootAnswer' });
export type TrustRootAnswer = z.infer<typeof TrustRootAnswer>;

export const TrustRootParams = z.strictObject({ version: z.string().regex(/^[1-9]\d{0,9}$/) });
export type TrustRootParams = z.infer<typeof TrustRootParams>;

/** The keys this server signs with; only the trust root says which of them count. */
export const TrustKeysAnswer = z
  .strictObject({
    controlPlane: z.string(),
    keys: z.array(
      z.strictObject({
        role: z.enum(['release', 'checkpoint']),
        keyId: z.string(),
        publicKey: z.string(),
        notBefore: Instant,
      }),
    ),
  })
  .meta({ id: 'TrustKeysAnswer' });
export type TrustKeysAnswer = z.infer<typeof TrustKeysAnswer>;
