import * as z from 'zod';

/**
 * Longest text of what a node signs. A receipt names each config of its release with a digest, and its event has to
 * stay below the 64 KiB of one event (protocol §1.7).
 */
export const JWS_CHARACTERS = { statement: 32 * 1024, receipt: 56 * 1024 } as const;

/** A compact JWS as text; bounded before anything is decoded. */
export const compactJws = (maxCharacters: number) =>
  z
    .string()
    .max(maxCharacters)
    .regex(/^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/);
