import type { Json } from '../../schemas/words.ts';
import type { Keys } from '../json/place.ts';

/** What a rail's rules say against one place of a document. */
export interface LintFinding {
  readonly keys: Keys;
  readonly rule: string;
  readonly message: string;
}

/** A domain: how its identifiers look, and rules no schema can say. One folder per rail. */
export interface Rail {
  readonly lint: (document: Json) => readonly LintFinding[];
}
