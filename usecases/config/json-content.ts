import { done, type Outcome } from '../../core/decision.ts';
import { canonical } from '../../core/integrity/canonical.ts';
import { canonicalText } from '../../core/json/canonical-text.ts';
import type { RawBody } from '../../schemas/api/route.ts';
import type { Json } from '../../schemas/words.ts';
import type { World } from '../ports.ts';
import { readDocument } from '../read-document.ts';

/** A JSON document that was read strictly. What is not asked for is never made: a megabyte takes its time each way. */
export interface JsonContent {
  /** The document as it was sent, where that was JSON. */
  readonly sent?: string;
  /** Its RFC 8785 form. */
  readonly canonical: () => string;
  readonly value: () => Json;
}

export const contentOf = (value: Json): JsonContent => ({ canonical: () => canonical(value), value: () => value });

/**
 * Reads a body that is a document by itself.
 * @returns what readDocument refuses
 */
export async function readContent(world: Pick<World, 'yaml'>, body: RawBody): Promise<Outcome<JsonContent>> {
  const sent = body.mediaType === 'application/json' && typeof body.source === 'string' ? body.source : undefined;
  const form = sent === undefined ? undefined : canonicalText(sent);
  if (sent !== undefined && form !== undefined)
    return done({ sent, canonical: () => form, value: () => JSON.parse(form) as Json });
  const read = await readDocument(world, body);
  if (!read.ok) return read;
  return done(sent === undefined ? contentOf(read.value) : { ...contentOf(read.value), sent });
}
