import { createHash } from 'node:crypto';
import type { Bucket } from '../../../adapters/aws/bucket/bucket.ts';

/** A bucket as documented, in memory; what was put without a checksum is as if somebody else had put it. */
export function memoryBucket() {
  const objects = new Map<string, { bytes: Uint8Array; etag: string; sha256?: string }>();
  const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
  let writes = 0;
  let lose: 'request' | 'reply' | undefined;
  const failing = async <T>(write: () => T): Promise<T> => {
    const how = lose;
    lose = undefined;
    if (how === 'request') throw new Error('no answer');
    const answer = write();
    if (how === 'reply') throw new Error('no answer');
    return answer;
  };
  const store = (key: string, bytes: Uint8Array): { etag: string } => {
    const etag = `"${++writes}"`;
    objects.set(key, { bytes: Uint8Array.from(bytes), etag, sha256: sha256(bytes) });
    return { etag };
  };
  const bucket: Bucket = {
    async read(key) {
      const found = objects.get(key);
      return found && { bytes: found.bytes, etag: found.etag };
    },
    async look(key) {
      const found = objects.get(key);
      if (!found) return undefined;
      const checksum = found.sha256 === undefined ? {} : { sha256: found.sha256 };
      return { sizeBytes: found.bytes.byteLength, etag: found.etag, ...checksum };
    },
    write: (key, bytes, { only }) =>
      failing(() => {
        const held = objects.get(key)?.etag;
        return held === (only === 'absent' ? undefined : only.etag) ? store(key, bytes) : 'refused';
      }),
    copy: (from, to) =>
      failing(() => {
        const found = objects.get(from);
        if (!found) return 'missing';
        if (objects.has(to)) return 'refused';
        store(to, found.bytes);
        return 'copied';
      }),
    erase: (key) => failing(() => void objects.delete(key)),
  };
  return {
    bucket,
    keys: (): string[] => [...objects.keys()],
    writes: (): number => writes,
    /** Behind everybody's back, without a checksum. */
    plant: (key: string, bytes: Uint8Array): void => void objects.set(key, { bytes, etag: '"planted"' }),
    loseOnce(what: 'request' | 'reply'): void {
      lose = what;
    },
  };
}
