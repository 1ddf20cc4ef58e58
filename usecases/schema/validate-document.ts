import { done, type Outcome } from '../../core/decision.ts';
import type { RawBody, RouteInput } from '../../schemas/api/route.ts';
import type { Finding } from '../../schemas/schema.ts';
import type { World } from '../ports.ts';
import { readDocument } from '../read-document.ts';
import { checkAgainstSchema } from './check-against-schema.ts';

/**
 * Tries a document against a registered schema; nothing is stored. The body is the document itself.
 * @returns `schema_unknown`, `schema_too_costly`, and what strict reading refuses
 */
export async function validateDocument(
  world: World,
  { params, body }: RouteInput<{ readonly id: string }, unknown, RawBody>,
): Promise<Outcome<{ valid: boolean; findings: Finding[] }>> {
  const document = await readDocument(world, body);
  if (!document.ok) return document;
  const findings = await checkAgainstSchema(world, params.id, JSON.stringify(document.value));
  return findings.ok ? done({ valid: findings.value.length === 0, findings: findings.value }) : findings;
}
