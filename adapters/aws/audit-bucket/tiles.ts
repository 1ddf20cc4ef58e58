import { tilePath } from '../../../core/integrity/tiles.ts';
import type { AuditLog } from '../../../usecases/ports.ts';
import type { Bucket } from '../bucket/bucket.ts';

/** The part of the audit log that lies in the audit bucket; leaves and size are in the streams table. */
export type TileStore = Pick<AuditLog, 'tile' | 'putTile'>;

const FULL = 256;

/** Full hash tiles under their C2SP names, each written once and locked by the bucket: the log can be served from it. */
export function s3Tiles(bucket: Pick<Bucket, 'read' | 'write'>): TileStore {
  const keyOf = (level: number, index: number): string => tilePath({ level, index, width: FULL });
  return {
    async tile(level, index) {
      return (await bucket.read(keyOf(level, index)))?.bytes;
    },
    async putTile(level, index, bytes) {
      await bucket.write(keyOf(level, index), bytes, { only: 'absent', mediaType: 'application/octet-stream' });
    },
  };
}
