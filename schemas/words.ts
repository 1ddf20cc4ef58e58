import * as z from 'zod';
import { NODE_ID } from './node-id.ts';

/** Of what has the form, what is a time: not the 30th of February, not 25 o'clock. */
const isInstant = (text: string): boolean => {
  const ms = Date.parse(text);
  return !Number.isNaN(ms) && new Date(ms).toISOString() === text;
};

/** RFC 3339 UTC with exactly three fractional digits and `Z` (protocol §1), so that text order is time order. */
export const Instant = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  .refine(isInstant, 'no such time')
  .meta({ id: 'Instant', examples: ['2026-11-22T09:30:00.000Z'] });
export type Instant = z.infer<typeof Instant>;

/** Lower-case hexadecimal SHA-256. */
export const Sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .meta({ id: 'Sha256' });
export type Sha256 = z.infer<typeof Sha256>;

/** Counters, generations, sequences and sizes: exact in every JSON reader (protocol §1). */
export const Count = z.int().min(0).max(Number.MAX_SAFE_INTEGER);

/** A whole number in a query: decimal digits, and nothing else that a language would take for a number (`0x10`, `1e2`, ` 5`). */
export const QueryCount = (least: number, most: number) =>
  z
    .union([
      z.int(),
      z
        .string()
        .regex(/^(?:0|[1-9]\d{0,15})$/, 'decimal digits')
        .transform(Number),
    ])
    .pipe(z.int().min(least).max(most));

export const Environment = z.enum(['Development', 'Staging', 'Production']).meta({ id: 'Environment' });
export type Environment = z.infer<typeof Environment>;

/** `service.environment`; becomes a file name on nodes, so one dot and no other punctuation than `-`. */
export const ConfigName = z
  .string()
  .max(96)
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.(?:development|staging|production)$/)
  .meta({ id: 'ConfigName', examples: ['payment-service.production'] });
export type ConfigName = z.infer<typeof ConfigName>;

export const ClusterName = z
  .string()
  .max(96)
  .regex(/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/)
  .meta({ id: 'ClusterName', examples: ['payment-service.production'] });
export type ClusterName = z.infer<typeof ClusterName>;

export const SnapshotName = z
  .string()
  .max(64)
  .regex(/^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$/)
  .refine((name) => !name.includes('..'), 'two dots in a row')
  .meta({ id: 'SnapshotName', examples: ['spring-rates'] });
export type SnapshotName = z.infer<typeof SnapshotName>;

/** SemVer 2.0.0; the display build (`2.4.1-8f2a`) is stripped by the reader of versions, never stored. */
export const SemVer = z
  .string()
  .max(64)
  .regex(
    /^(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})(?:-((?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?$/,
  )
  .meta({ id: 'SemVer', examples: ['2.4.1'] });
export type SemVer = z.infer<typeof SemVer>;

/**
 * A version as people type it: semver, perhaps with its display build (`2.4.1-8f2a`), which is stripped
 * (core/version/display.ts). What is left without it must be a version that can be stored, shown and compared.
 */
export const VersionInput = z
  .string()
  .max(69, { abort: true })
  .regex(/^(?:0|[1-9]\d{0,8})(?:\.(?:0|[1-9]\d{0,8})){2}(?:-[0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*)?$/, { abort: true })
  .refine(
    (text) => SemVer.safeParse(text.replace(/-[0-9a-f]{4}$/, '')).success,
    'without its build, more than 64 characters or no semantic version (semver.org)',
  )
  .meta({ id: 'VersionInput', examples: ['2.4.1', '2.4.1-8f2a'] });

export const MediaType = z
  .string()
  .max(127)
  .regex(/^[a-z0-9][a-z0-9!#$&^_.+-]*\/[a-z0-9][a-z0-9!#$&^_.+-]*$/)
  .meta({ id: 'MediaType', examples: ['application/json'] });
export type MediaType = z.infer<typeof MediaType>;

/** Words a person wrote: one to 2,000 characters, no control characters but newline and tab. */
export const Text = z
  .string()
  .min(1)
  .max(2000)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: refusing control characters is the rule here
  .regex(/^[^\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]*$/)
  .meta({ id: 'Text' });
export type Text = z.infer<typeof Text>;

/** Why somebody did it; demanded wherever an act overrides a rule. Blanks are no reason: eight characters say something. */
export const Justification = Text.min(8)
  .regex(/(?:\S\s*){8}/)
  .meta({ id: 'Justification', examples: ['card payments fail since 09:12'] });

export const Risk = z.enum(['Low', 'Medium', 'High', 'Critical']).meta({ id: 'Risk' });
export type Risk = z.infer<typeof Risk>;

export const DeploymentId = z.uuid().meta({ id: 'DeploymentId' });
export type DeploymentId = z.infer<typeof DeploymentId>;

/** Given by the server at enrolment and never reused. */
export const NodeId = z.string().regex(NODE_ID).meta({ id: 'NodeId' });
export type NodeId = z.infer<typeof NodeId>;

export const Label = z
  .string()
  .max(63)
  .regex(/^[a-zA-Z0-9](?:[a-zA-Z0-9._/-]*[a-zA-Z0-9])?$/);
/** Key → value; from an enrolment token or an operator, never from the node itself (protocol §4). */
export const Labels = z
  .record(Label, Label)
  .refine((labels) => Object.keys(labels).length <= 32, 'at most 32 labels')
  .meta({ id: 'Labels' });
export type Labels = z.infer<typeof Labels>;

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
