import { done, type Outcome } from '../../core/decision.ts';
import type { RawBody } from '../../schemas/api/route.ts';
import { RegisterSchemaRequest } from '../../schemas/schema.ts';
import type { World } from '../ports.ts';
import { readDocument } from '../read-document.ts';
import { refusedDocument } from '../refused-document.ts';

/** Reads a schema registration strictly, from JSON or YAML: a schema must mean the same to every reader too. */
export async function readRegisterRequest(
  world: Pick<World, 'yaml'>,
  body: RawBody,
): Promise<Outcome<RegisterSchemaRequest>> {
  const read = await readDocument(world, body);
  if (!read.ok) return read;
  const parsed = RegisterSchemaRequest.safeParse(read.value);
  return parsed.success ? done(parsed.data) : refusedDocument(parsed.error);
}
