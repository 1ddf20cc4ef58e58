import { payloadBytes } from '../../core/integrity/statement.ts';
import type { SnapshotDocument } from '../../schemas/snapshot-document.ts';
import type { Sha256 } from '../../schemas/words.ts';
import type { World } from '../ports.ts';

/** The document of a snapshot revision by its digest. It was put before anything named it, so a missing one is our fault. */
export async function readSnapshotDocument(world: Pick<World, 'blobs'>, digest: Sha256): Promise<SnapshotDocument> {
  const bytes = await world.blobs.get('snapshot', digest);
  if (!bytes) throw new Error(`snapshot document ${digest} is missing`);
  return JSON.parse(new TextDecoder().decode(bytes)) as SnapshotDocument;
}

/** Exact bytes and digest of a document; members that are undefined are left out. */
export const snapshotBytes = (document: SnapshotDocument) => payloadBytes<SnapshotDocument>(document);
