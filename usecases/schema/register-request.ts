import { done, type Outcome } from '../../core/decision.ts';
import { readJson } from '../../core/json/read-json.ts';
import { readYaml } from '../../core/json/read-yaml.ts';
import type { RawBody } from '../../schemas/api/route.ts';
import { YAML_MEDIA_TYPES } from '../../schemas/media-types.ts';
import { RegisterSchemaRequest } from '../../schemas/schema.ts';
import { refusedDocument } from '../refused-document.ts';

/** Reads a schema registration strictly, from JSON or YAML: a schema must mean the same to every reader too. */
export function readRegisterRequest(body: RawBody): Outcome<RegisterSchemaRequest> {
  const yaml = YAML_MEDIA_TYPES.some((type) => type === body.mediaType);
  const read = yaml ? readYaml(body.bytes) : readJson(body.bytes);
  if (!read.ok) return read;
  const parsed = RegisterSchemaRequest.safeParse(read.value);
  return parsed.success ? done(parsed.data) : refusedDocument(parsed.error);
}
