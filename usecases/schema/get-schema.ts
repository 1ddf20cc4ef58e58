import { done, type Outcome, reject } from '../../core/decision.ts';
import { SCHEMA, type SchemaState } from '../../core/schema/evolve.ts';
import type { RouteInput } from '../../schemas/api/route.ts';
import type { PageQuery } from '../../schemas/config.ts';
import type { SchemaResponse } from '../../schemas/schema.ts';
import type { Call } from '../call.ts';
import { loadState } from '../load-state.ts';
import { pageOf } from '../page-of-streams.ts';
import type { World } from '../ports.ts';
import { schemaResponse } from './schema-response.ts';

/** One schema with its document. @returns `schema_unknown` */
export async function getSchema(
  world: World,
  { params }: RouteInput<{ readonly id: string }>,
): Promise<Outcome<SchemaResponse>> {
  const { state, revision } = await loadState(world, SCHEMA, params.id);
  if (!state.profile) return reject('schema_unknown');
  const bytes = await world.blobs.get('schema', state.profile.digest);
  if (!bytes) throw new Error(`schema ${state.profile.digest} is missing`);
  const schema = JSON.parse(new TextDecoder().decode(bytes)) as SchemaResponse['schema'];
  return done({ ...schemaResponse(state, revision), schema });
}

/** All schemas, by id; they are for everybody. */
export const listSchemas = (
  world: World,
  { query }: RouteInput<unknown, PageQuery>,
  call: Call,
): Promise<Outcome<{ items: SchemaResponse[]; next?: string }>> =>
  pageOf<SchemaState, SchemaResponse>(world, SCHEMA.kind, query, {
    principal: call.principal,
    resourcesOf: () => [],
    show: schemaResponse,
  });
