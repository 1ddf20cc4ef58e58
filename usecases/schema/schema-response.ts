import type { SchemaState } from '../../core/schema/evolve.ts';
import type { SchemaResponse } from '../../schemas/schema.ts';

/** A schema as callers see it, without its document. The state must be of a schema that exists. */
export function schemaResponse({ profile, createdBy, createdAt }: SchemaState, revision: number): SchemaResponse {
  if (!profile) throw new Error('the schema does not exist');
  const { description, ...plain } = profile;
  return { ...plain, ...(description === null ? {} : { description }), createdBy, createdAt, revision };
}
