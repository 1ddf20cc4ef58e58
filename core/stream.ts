import type { Json } from '../schemas/words.ts';

/** A fact in the words of one noun, before it is stored: `type` in the past tense, the rest is its payload. */
export interface DomainEvent {
  readonly type: string;
}

/**
 * What one kind of stream is: its initial state and the pure fold. The state is stored whole in the head, so it
 * must be plain JSON of at most 16 KB; what outgrows it goes to a blob named by digest.
 */
export interface StreamKind<S, E extends DomainEvent> {
  readonly kind: string;
  /** Raised when the meaning of stored events changes; `evolve` reads all of them. */
  readonly schemaVersion: number;
  readonly initial: S;
  readonly evolve: (state: S, event: E) => S;
}

/** Limits both adapters of Streams refuse to pass (`too_large`); sizes are bytes of UTF-8 JSON. */
export const STREAM_LIMITS = {
  headBytes: 16 * 1024,
  eventBytes: 64 * 1024,
  /** All events of one append together: a DynamoDB transaction takes 4 MB. */
  appendBytes: 3 * 1024 * 1024,
  /** The answer stored with a command. */
  resultBytes: 16 * 1024,
  streamsPerAppend: 25,
  itemsPerAppend: 90,
} as const;

export type JsonObject = { readonly [key: string]: Json };
