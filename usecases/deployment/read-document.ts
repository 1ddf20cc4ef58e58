import { SnapshotDocument } from '../../schemas/snapshot-document.ts';
import type { World } from '../ports.ts';

/** The immutable content of a snapshot revision. @throws when the blob is gone: what names it was stored after it */
export async function readDocument(
  { blobs }: Pick<World, 'blobs'>,
  { digest }: { readonly digest: string },
): Promise<SnapshotDocument> {
  const bytes = await blobs.get('snapshot', digest);
  if (!bytes) throw new Error(`snapshot document ${digest} is missing`);
  return SnapshotDocument.parse(JSON.parse(new TextDecoder().decode(bytes)));
}
