import type { SnapshotDocument } from '../../schemas/snapshot-document.ts';
import type { Sha256 } from '../../schemas/words.ts';
import { canonical } from '../integrity/canonical.ts';
import { sha256Hex } from '../integrity/digest.ts';

/**
 * Names the content alone: SHA-256 over the canonical map config name → version digest. Two snapshots with the same
 * content have the same one, whatever they are called and whenever they are released; pins name it.
 */
export const contentDigest = (configs: SnapshotDocument['configs']): Sha256 =>
  sha256Hex(canonical(Object.fromEntries(Object.entries(configs).map(([name, { digest }]) => [name, digest]))));
