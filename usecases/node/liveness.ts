import { isShortMac, shortMac } from '../../core/integrity/hs256.ts';

/**
 * The last liveness bucket written for a node, as a value it carries for us: who echoes it intact, and has nothing new
 * to tell, needs neither read nor write until the bucket ends (design §7).
 */
export interface Liveness {
  /** @param told what was written: boot, sample, generation, drift; compared, never read */
  make(node: string, bucket: number, told: string): string;
  isWritten(echo: string | null, node: string, bucket: number, told: string): boolean;
}

export const livenessOf = (key: Uint8Array): Liveness => {
  const text = (node: string, bucket: number, told: string): string => `${node}\n${bucket}\n${told}`;
  return {
    make: (node, bucket, told) => `${bucket}.${shortMac(key, text(node, bucket, told))}`,
    isWritten(echo, node, bucket, told) {
      const [said, mac] = echo?.split('.', 2) ?? [];
      return said === String(bucket) && mac !== undefined && isShortMac(key, text(node, bucket, told), mac);
    },
  };
};
