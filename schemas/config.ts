import * as z from 'zod';
import { SubjectId } from './access.ts';
import { SchemaId } from './schema.ts';
import { Strategy } from './strategy.ts';
import { ConfigName, Count, Environment, Instant, QueryCount, Risk, SemVer, Sha256, Text } from './words.ts';

/** What the content is to those who read it: `config`, `policy`, `routing`, `directory`, ...; an open list. */
export const ConfigKind = z
  .string()
  .max(32)
  .regex(/^[a-z][a-z0-9-]*$/)
  .meta({ id: 'ConfigKind', examples: ['config'] });

/** A domain with its own identifier formats and lint rules. */
export const RailName = z.enum(['default', 'bin-table']).meta({ id: 'RailName' });
export type RailName = z.infer<typeof RailName>;

/** What can be demanded of a version before it counts as validated. */
export const CheckName = z.enum(['schema', 'rail', 'review']).meta({ id: 'CheckName' });
export type CheckName = z.infer<typeof CheckName>;

export const CreateConfigRequest = z
  .strictObject({
    name: ConfigName,
    /** Must be the one the name ends in; default: that one. */
    environment: Environment.optional(),
    kind: ConfigKind.default('config'),
    rail: RailName.default('default'),
    /** Its JSON content must match this schema. */
    schema: SchemaId.optional(),
    /** Default: the schema check with a schema, the rail's rules with a rail. */
    requiredVerdicts: z.array(CheckName).max(3).optional(),
    defaultStrategy: Strategy.optional(),
    /** A snapshot holding this config has at least this risk. */
    riskFloor: Risk.default('Low'),
    /** Default: who creates it. */
    owner: SubjectId.optional(),
    description: Text.optional(),
  })
  .meta({ id: 'CreateConfigRequest' });
export type CreateConfigRequest = z.infer<typeof CreateConfigRequest>;

export const ConfigResponse = z
  .strictObject({
    name: ConfigName,
    service: z.string(),
    environment: Environment,
    kind: ConfigKind,
    rail: RailName,
    schema: SchemaId.optional(),
    requiredVerdicts: z.array(CheckName),
    defaultStrategy: Strategy.optional(),
    riskFloor: Risk,
    owner: z.string(),
    description: z.string().optional(),
    /** Number of versions, the one published last, and the highest on each major.minor line. */
    versions: Count,
    latest: z.strictObject({ version: SemVer, digest: Sha256 }).optional(),
    lines: z.record(z.string(), SemVer),
    createdBy: z.string(),
    createdAt: Instant,
    revision: Count.min(1),
  })
  .meta({ id: 'Config' });
export type ConfigResponse = z.infer<typeof ConfigResponse>;

export const PageQuery = z.strictObject({
  cursor: z.string().max(1024).optional(),
  limit: QueryCount(1, 200).default(50),
});
export type PageQuery = z.infer<typeof PageQuery>;

export const ConfigPage = z
  .strictObject({ items: z.array(ConfigResponse), next: z.string().optional() })
  .meta({ id: 'ConfigPage' });
