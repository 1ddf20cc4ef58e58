import { done, type Outcome, reject } from '../../core/decision.ts';
import { SCHEMA } from '../../core/schema/evolve.ts';
import type { Finding } from '../../schemas/schema.ts';
import { loadState } from '../load-state.ts';
import type { World } from '../ports.ts';

/**
 * Where a document breaks a registered schema; no findings = it matches.
 * @param document JSON text
 * @returns `schema_unknown`, `schema_too_costly`
 */
export async function checkAgainstSchema(
  world: Pick<World, 'streams' | 'authority' | 'blobs' | 'schemas'>,
  id: string,
  document: string,
): Promise<Outcome<Finding[]>> {
  const { state } = await loadState(world, SCHEMA, id);
  if (!state.profile) return reject('schema_unknown', { schema: id });
  const bytes = await world.blobs.get('schema', state.profile.digest);
  if (!bytes) throw new Error(`schema ${state.profile.digest} is missing`);
  const result = await world.schemas.validate(new TextDecoder().decode(bytes), document);
  if (result.ok) return done(result.findings);
  if (result.reason === 'too_costly') return reject('schema_too_costly', { schema: id });
  throw new Error(`schema ${id} was usable when it was registered`);
}
