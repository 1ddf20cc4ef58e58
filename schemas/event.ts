import * as z from 'zod';
import { Count, Instant, type Json, Sha256 } from './words.ts';

/** `authority/kind/key`: the region that alone writes it, the noun, and which one. */
export const StreamId = z
  .string()
  .max(256)
  .regex(/^[a-z0-9-]+\/[a-z-]+\/[A-Za-z0-9._@:-]+$/)
  .meta({ id: 'StreamId', examples: ['local/config/payment-service.production'] });
export type StreamId = z.infer<typeof StreamId>;

/**
 * One stored fact with its place in the hash chain (protocol §6). `payload` and `salt` are null once erased;
 * `payloadHash` and all hashes stay, so the chain still verifies.
 */
export const StoredEvent = z
  .strictObject({
    stream: StreamId,
    revision: Count.min(1),
    type: z.string().regex(/^[A-Z][A-Za-z]{2,63}$/),
    schemaVersion: Count,
    authority: z.string().max(32),
    actor: z.string().max(256),
    role: z.string().max(32),
    at: Instant,
    traceId: z.string().max(64),
    payload: z.record(z.string(), z.json()).nullable(),
    salt: z.string().max(64).nullable(),
    payloadHash: Sha256,
    previousHash: Sha256,
    hash: Sha256,
  })
  .meta({ id: 'StoredEvent' });

export interface StoredEvent extends Omit<z.infer<typeof StoredEvent>, 'payload'> {
  readonly payload: { readonly [key: string]: Json } | null;
}
