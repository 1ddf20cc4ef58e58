import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { ROOT } from '../../support/plant.ts';
import type { Delivered } from './rule-to-queue.ts';

/**
 * What is wrong with a delivered event by the schema that consumers are given for its type. The schemas are of draft 4,
 * which the registry wants; none of their words means something else in the draft that Ajv knows.
 */
export function faultsOf(event: Delivered): string[] {
  const path = `${ROOT}/schemas/generated/events/${event['detail-type']}.json`;
  const { $schema: _draft, ...schema } = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  ajv.validate(schema, event);
  return (ajv.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
