import type { StoredEvent } from '../../schemas/event.ts';
import type { JsonObject } from '../stream.ts';

export interface RowKey {
  readonly partition: string;
  readonly sort: string;
}

/**
 * A read model: which rows an event touches, and how it changes each. Every row belongs to ONE stream, so rows do
 * not depend on how streams interleave and a rebuild gives the same rows. Erased payloads come as null: fold what
 * the envelope says.
 */
export interface View {
  readonly name: string;
  readonly keys: (event: StoredEvent) => readonly RowKey[];
  /** null removes the row. */
  readonly fold: (row: JsonObject | undefined, event: StoredEvent, key: RowKey) => JsonObject | null;
}

export interface StreamName {
  readonly authority: string;
  readonly kind: string;
  readonly key: string;
}

export const streamName = (stream: string): StreamName => {
  const [authority = '', kind = '', ...rest] = stream.split('/');
  return { authority, kind, key: rest.join('/') };
};
