import type { Instant } from '../../schemas/words.ts';
import { accept, type Decision, reject } from '../decision.ts';
import type { SchemaEvent, SchemaProfile, SchemaState } from './evolve.ts';

/**
 * Registers one immutable schema. The same document again changes nothing.
 * @returns `already_exists` when the id is taken by another document
 */
export function decideRegisterSchema(
  { at, by, profile }: { readonly at: Instant; readonly by: string; readonly profile: SchemaProfile },
  state: SchemaState,
): Decision<SchemaEvent> {
  if (!state.profile) return accept({ type: 'SchemaRegistered', at, by, ...profile });
  return state.profile.digest === profile.digest ? accept() : reject('already_exists', { id: profile.id });
}

const DRAFTS: { readonly [uri: string]: SchemaProfile['draft'] } = {
  'https://json-schema.org/draft/2020-12/schema': '2020-12',
  'http://json-schema.org/draft-07/schema': 'draft-07',
};

/** Which draft a schema document is written in, by its `$schema`; undefined for one we do not read. */
export function draftOf(schema: unknown): SchemaProfile['draft'] | undefined {
  if (typeof schema !== 'object' || schema === null || !Object.hasOwn(schema, '$schema')) return '2020-12';
  const uri: unknown = Reflect.get(schema, '$schema');
  return typeof uri === 'string' && Object.hasOwn(DRAFTS, uri.replace(/#$/, ''))
    ? DRAFTS[uri.replace(/#$/, '')]
    : undefined;
}
