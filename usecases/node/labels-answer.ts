import type { NodeState } from '../../core/node/record/state.ts';
import type { DsseEnvelope } from '../../schemas/documents.ts';
import type { CheckInAnswer } from '../../schemas/node-messages.ts';
import type { Call } from '../call.ts';
import type { World } from '../ports.ts';

/** How long labels may wait for their signature before they are drafted again (milliseconds). */
const PATIENCE_MS = 5 * 60_000;

/**
 * The labels statement when the node holds an older one, and this one is signed by a key that counts. Otherwise it is
 * drafted again: nodes ask until they have it, so nobody has to look for those that wait.
 * @see docs/protocol.md §2.4
 */
export async function labelsAnswer(
  world: Pick<World, 'authority' | 'streams' | 'blobs' | 'ids' | 'clock'>,
  node: string,
  heldRevision: number,
  state: NodeState,
  call: Call,
): Promise<Pick<CheckInAnswer, 'labels'>> {
  const { revision, envelopeSha256, issuedAt } = state.labels;
  if (revision <= heldRevision) return {};
  if (envelopeSha256 === null && Date.parse(call.at) < Date.parse(issuedAt) + PATIENCE_MS) return {};
  // Seldom: when labels are new, or the trust root is. Schemas are loaded for it.
  const { countsNow, renewLabels } = await import('./renew-labels.ts');
  const labels = envelopeSha256 === null ? undefined : await storedLabels(world, envelopeSha256);
  if (labels && (await countsNow(world, labels, state.cluster))) return { labels };
  await renewLabels(world, node, state, call);
  return {};
}

async function storedLabels({ blobs }: Pick<World, 'blobs'>, envelopeSha256: string): Promise<DsseEnvelope> {
  const bytes = await blobs.get('labels', envelopeSha256);
  if (!bytes) throw new Error(`labels statement ${envelopeSha256} is missing`); // it was put before the event
  return JSON.parse(new TextDecoder().decode(bytes)) as DsseEnvelope; // our own bytes, under their digest
}
