import type { Witness } from '../../../usecases/ports.ts';
import type { Bucket, PutCondition } from '../bucket/bucket.ts';

const KEY = 'checkpoint';

/**
 * The newest signed checkpoint in the audit bucket, where whoever puts back an old table does not reach: each one is a
 * version of its own, and Object Lock keeps them all. A save replaces exactly the checkpoint that was read last here,
 * so of two who sign at once only one is stored, and the memory never goes back.
 * @throws from `save` when somebody else saved in between: look again, and sign again
 */
export function s3Witness(bucket: Pick<Bucket, 'read' | 'write'>): Witness {
  let seen: PutCondition | undefined;
  const read = async (): Promise<string | undefined> => {
    const found = await bucket.read(KEY);
    seen = found ? { etag: found.etag } : 'absent';
    return found && new TextDecoder().decode(found.bytes);
  };
  return {
    last: read,
    async save(checkpoint) {
      if (seen === undefined) await read();
      const only = seen ?? 'absent';
      const bytes = new TextEncoder().encode(checkpoint);
      const stored = await bucket.write(KEY, bytes, { only, mediaType: 'text/plain; charset=utf-8' });
      if (stored !== 'refused') seen = stored;
      // An earlier attempt of ours may have been stored while its reply was lost.
      else if ((await read()) !== checkpoint) throw new Error('another checkpoint was saved in between');
    },
  };
}
