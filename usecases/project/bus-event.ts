import type { StoredEvent } from '../../schemas/event.ts';
import type { BusEvent } from '../ports.ts';

/** Payload members that are bulky evidence, kept in the stream and the audit log, not told to the world. */
const NOT_PUBLISHED = new Set(['receipt', 'request', 'envelope', 'envelopes', 'directive', 'jws']);

/** Facts of the machinery itself; nobody outside acts on them. */
const INTERNAL = new Set(['DirectiveDrafted', 'DirectiveSigned', 'ReleaseDrafted', 'AssertionUsed']);

/** An event as consumers get it, or nothing for internal ones and erased payloads. `id` is what they de-duplicate on. */
export function toBusEvent({ stream, revision, type, at, traceId, actor, payload }: StoredEvent): BusEvent | undefined {
  if (INTERNAL.has(type) || payload === null) return undefined;
  const detail = Object.fromEntries(Object.entries(payload).filter(([name]) => !NOT_PUBLISHED.has(name)));
  return { id: `${stream}#${revision}`, type, time: at, traceId, detail: { ...detail, stream, revision, actor } };
}
