import * as z from 'zod';
import { PageQuery } from '../config.ts';
import { CONTENT_LIMITS } from '../content-limits.ts';
import { YAML_MEDIA_TYPES } from '../media-types.ts';
import {
  RegisterSchemaRequest,
  SCHEMA_LIMIT_BYTES,
  SchemaId,
  SchemaPage,
  SchemaResponse,
  ValidateResponse,
} from '../schema.ts';
import type { RouteSpec } from './route.ts';

const OfSchema = z.strictObject({ id: SchemaId });
const READ_STRICTLY = ['application/json', ...YAML_MEDIA_TYPES];

export const SCHEMA_ROUTES = [
  {
    operationId: 'registerSchema',
    method: 'POST',
    path: '/schemas',
    access: 'D',
    summary: 'Registers an immutable JSON Schema (2020-12, or draft-07 by its `$schema`).',
    body: RegisterSchemaRequest,
    rawBody: READ_STRICTLY,
    maxBodyBytes: 2 * SCHEMA_LIMIT_BYTES,
    status: 201,
    response: SchemaResponse,
  },
  {
    operationId: 'listSchemas',
    method: 'GET',
    path: '/schemas',
    access: 'V',
    summary: 'All schemas, by id.',
    query: PageQuery,
    status: 200,
    response: SchemaPage,
  },
  {
    operationId: 'getSchema',
    method: 'GET',
    path: '/schemas/{id}',
    access: 'V',
    summary: 'One schema with its document.',
    params: OfSchema,
    status: 200,
    response: SchemaResponse,
  },
  {
    operationId: 'validateDocument',
    method: 'POST',
    path: '/schemas/{id}/validate',
    access: 'V',
    summary: 'Tries a document, which is the body itself, against a schema; nothing is stored.',
    params: OfSchema,
    body: z.json(),
    rawBody: READ_STRICTLY,
    maxBodyBytes: CONTENT_LIMITS.requestBytes,
    status: 200,
    response: ValidateResponse,
  },
] as const satisfies readonly RouteSpec[];
