import type { NodeState } from '../../core/node/record/state.ts';
import type { DsseEnvelope } from '../../schemas/documents.ts';
import type { CheckInAnswer } from '../../schemas/node-messages.ts';
import type { World } from '../ports.ts';

/** The labels statement when the node holds an older one, and this one is signed. */
export async function labelsAnswer(
  { blobs }: Pick<World, 'blobs'>,
  heldRevision: number,
  { labels: { revision, envelopeSha256 } }: NodeState,
): Promise<Pick<CheckInAnswer, 'labels'>> {
  if (revision <= heldRevision || envelopeSha256 === null) return {};
  const bytes = await blobs.get('labels', envelopeSha256);
  if (!bytes) throw new Error(`labels statement ${envelopeSha256} is missing`); // it was put before the event
  return { labels: JSON.parse(new TextDecoder().decode(bytes)) as DsseEnvelope }; // our own bytes, under their digest
}
