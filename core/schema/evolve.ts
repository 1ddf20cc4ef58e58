import type { Instant, Sha256 } from '../../schemas/words.ts';
import type { StreamKind } from '../stream.ts';

export interface SchemaProfile {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly draft: '2020-12' | 'draft-07';
  /** SHA-256 of the canonical schema document; its bytes lie in blob namespace `schema`. */
  readonly digest: Sha256;
  readonly sizeBytes: number;
  readonly description: string | null;
}

export type SchemaEvent = {
  readonly type: 'SchemaRegistered';
  readonly at: Instant;
  readonly by: string;
} & SchemaProfile;

export interface SchemaState {
  /** null until it is registered. */
  readonly profile: SchemaProfile | null;
  readonly createdBy: string;
  readonly createdAt: Instant;
}

/** Key = schema id, `name@version`. */
export const SCHEMA: StreamKind<SchemaState, SchemaEvent> = {
  kind: 'schema',
  schemaVersion: 1,
  initial: { profile: null, createdBy: '', createdAt: '' },
  evolve(_state, { type: _, at, by, ...profile }) {
    return { profile, createdBy: by, createdAt: at };
  },
};
