import * as z from 'zod';
import { Count, Instant, SemVer, Sha256, Text } from './words.ts';

export const SchemaName = z
  .string()
  .max(64)
  .regex(/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/)
  .meta({ id: 'SchemaName', examples: ['payment-rates'] });

/** `name@version`: what a config names is one immutable schema, never "the newest". */
export const SchemaId = z
  .string()
  .max(96)
  .regex(/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?@\d{1,9}\.\d{1,9}\.\d{1,9}$/)
  .meta({ id: 'SchemaId', examples: ['payment-rates@1.0.0'] });
export type SchemaId = z.infer<typeof SchemaId>;

export const SCHEMA_LIMIT_BYTES = 256 * 1024;

/** A JSON Schema document: 2020-12, or draft-07 when its `$schema` says so. */
export const JsonSchemaDocument = z
  .union([z.boolean(), z.record(z.string(), z.json())])
  .meta({ id: 'JsonSchemaDocument' });

export const RegisterSchemaRequest = z
  .strictObject({
    name: SchemaName,
    version: SemVer.regex(/^\d+\.\d+\.\d+$/),
    schema: JsonSchemaDocument,
    description: Text.optional(),
  })
  .meta({ id: 'RegisterSchemaRequest' });
export type RegisterSchemaRequest = z.infer<typeof RegisterSchemaRequest>;

export const SchemaResponse = z
  .strictObject({
    id: SchemaId,
    name: SchemaName,
    version: SemVer,
    draft: z.enum(['2020-12', 'draft-07']),
    digest: Sha256,
    sizeBytes: Count,
    description: z.string().optional(),
    /** Only when one schema is read, not in lists. */
    schema: z.json().optional(),
    createdBy: z.string(),
    createdAt: Instant,
    revision: Count.min(1),
  })
  .meta({ id: 'Schema' });
export type SchemaResponse = z.infer<typeof SchemaResponse>;

export const SchemaPage = z
  .strictObject({ items: z.array(SchemaResponse), next: z.string().optional() })
  .meta({ id: 'SchemaPage' });

/** One finding of a check, with its place both ways (RFC 6901, RFC 9535) and the rule that was broken. */
export const Finding = z
  .strictObject({ pointer: z.string(), path: z.string(), rule: z.string(), message: z.string() })
  .meta({ id: 'Finding' });
export type Finding = z.infer<typeof Finding>;

export const ValidateResponse = z
  .strictObject({ valid: z.boolean(), findings: z.array(Finding) })
  .meta({ id: 'ValidateResponse' });
