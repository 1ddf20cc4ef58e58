import { done, type Outcome, reject } from '../../core/decision.ts';
import { canonical } from '../../core/integrity/canonical.ts';
import { sha256Hex } from '../../core/integrity/digest.ts';
import { decideRegisterSchema, draftOf } from '../../core/schema/decide-register.ts';
import { SCHEMA } from '../../core/schema/evolve.ts';
import type { RawBody, RouteInput } from '../../schemas/api/route.ts';
import { SCHEMA_LIMIT_BYTES, type SchemaResponse } from '../../schemas/schema.ts';
import type { Json } from '../../schemas/words.ts';
import type { Call } from '../call.ts';
import type { World } from '../ports.ts';
import { transact } from '../transact.ts';
import { readRegisterRequest } from './register-request.ts';
import { schemaResponse } from './schema-response.ts';

const SHOWN_FINDINGS = 20;

/**
 * Registers one immutable JSON Schema, after it was seen to compile within its limits.
 * @returns `schema_invalid` with located errors, `schema_too_costly`, `too_large`, `already_exists`, and what strict
 * reading refuses
 */
export async function registerSchema(
  world: World,
  { body }: RouteInput<unknown, unknown, RawBody>,
  call: Call,
): Promise<Outcome<SchemaResponse>> {
  const request = await readRegisterRequest(world, body);
  if (!request.ok) return request;
  const { name, version, description = null } = request.value;
  const schema = request.value.schema as Json;
  const text = canonical(schema);
  const bytes = new TextEncoder().encode(text);
  const sizeBytes = bytes.byteLength;
  if (sizeBytes > SCHEMA_LIMIT_BYTES) return reject('too_large', { limitBytes: SCHEMA_LIMIT_BYTES, sizeBytes });
  const draft = draftOf(schema);
  if (!draft)
    return unusable([
      { pointer: '/$schema', path: "$['$schema']", rule: '$schema', message: '2020-12 and draft-07 are read' },
    ]);
  const compiled = await world.schemas.compile(text);
  if (!compiled.ok && compiled.reason === 'too_costly') return reject('schema_too_costly');
  if (!compiled.ok) return unusable(compiled.findings.slice(0, SHOWN_FINDINGS).map((finding) => ({ ...finding })));
  const id = `${name}@${version}`;
  return transact(world, call, async (tx) => {
    const { state, revision } = await tx.load(SCHEMA, id);
    const profile = { id, name, version, draft, digest: sha256Hex(bytes), sizeBytes, description };
    const decision = decideRegisterSchema({ at: call.at, by: call.principal.subject, profile }, state);
    if (!decision.ok) return decision;
    await world.blobs.put('schema', bytes);
    return done(schemaResponse(tx.append(SCHEMA, id, decision.events), revision + decision.events.length));
  });
}

const unusable = (errors: Json[]) => reject('schema_invalid', { errors });
