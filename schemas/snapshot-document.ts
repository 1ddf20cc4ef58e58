import * as z from 'zod';
import {
  ClusterName,
  ConfigName,
  Count,
  Instant,
  MediaType,
  Risk,
  SemVer,
  Sha256,
  SnapshotName,
  Text,
} from './words.ts';

/**
 * The immutable content of one snapshot revision; its canonical bytes lie in blob namespace `snapshot`, and their
 * SHA-256 is what approvals name: any change of map, targets, window, risk or summary is another digest (design §6).
 */
export const SnapshotDocument = z
  .strictObject({
    name: SnapshotName,
    revision: Count.min(1),
    configs: z.record(
      ConfigName,
      z.strictObject({ version: SemVer, digest: Sha256, mediaType: MediaType, sizeBytes: Count }),
    ),
    clusters: z.array(ClusterName).max(100),
    summary: Text,
    /** Effective risk: the highest of stated, computed and floors. */
    risk: Risk,
    effectiveFrom: Instant.optional(),
    effectiveTo: Instant.optional(),
  })
  .meta({ id: 'SnapshotDocument' });
export type SnapshotDocument = z.infer<typeof SnapshotDocument>;
