import { sameText, shortMac } from '../../core/integrity/hs256.ts';

/**
 * The last liveness bucket written for a node, as a value it carries for us: who echoes it intact, and has nothing new
 * to tell, needs neither read nor write until the bucket ends (design §7).
 * @param told what is to be written: boot, sample, generation, drift; compared, never read
 */
export type Liveness = (node: string, bucket: number, told: string) => string;

export const livenessOf =
  (key: Uint8Array): Liveness =>
  (node, bucket, told) =>
    `${bucket}.${shortMac(key, `${node}\n${bucket}\n${told}`)}`;

/** Which bucket a node says was written last; believed only when the whole value is as it would be made. */
export const bucketOf = (echo: string | null): number => Number.parseInt(echo ?? '', 10) || 0;

/** Whether just this was written before. */
export const isWritten = (value: string, echo: string | null): boolean => echo !== null && sameText(value, echo);
