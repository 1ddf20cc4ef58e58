import type { Outcome } from '../core/decision.ts';
import { readJson } from '../core/json/read-json.ts';
import type { RawBody } from '../schemas/api/route.ts';
import { YAML_MEDIA_TYPES } from '../schemas/media-types.ts';
import type { Json } from '../schemas/words.ts';
import type { World } from './ports.ts';

/**
 * Reads the body of a request as the JSON document that it is, or that its YAML means.
 * @returns what readJson and readYaml refuse, `yaml_too_costly`
 */
export async function readDocument({ yaml }: Pick<World, 'yaml'>, body: RawBody): Promise<Outcome<Json>> {
  const { mediaType, source } = body;
  if (!YAML_MEDIA_TYPES.some((type) => type === mediaType)) return readJson(source);
  return yaml.read(typeof source === 'string' ? new TextEncoder().encode(source) : source);
}
