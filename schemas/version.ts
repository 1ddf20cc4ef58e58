import * as z from 'zod';
import { CheckName } from './config.ts';
import { CONTENT_LIMITS } from './content-limits.ts';
import { Finding, SchemaId } from './schema.ts';
import { ConfigName, Count, Instant, Justification, MediaType, SemVer, Sha256, Text, VersionInput } from './words.ts';

export const Tag = z.enum(['stable', 'beta', 'deprecated']).meta({ id: 'Tag' });
export type Tag = z.infer<typeof Tag>;
const Tags = z
  .array(Tag)
  .max(3)
  .refine((tags) => new Set(tags).size === tags.length, 'a tag occurs twice');

export const ValidationStatus = z.enum(['pending', 'validated', 'invalid']).meta({ id: 'ValidationStatus' });
export const SignatureStatus = z.enum(['unsigned', 'signed', 'revoked']).meta({ id: 'SignatureStatus' });

/** `config@version`; the version may be written with its build. */
export const VersionRef = z
  .string()
  .max(160)
  .regex(/^[a-z0-9.-]+@[0-9A-Za-z.-]+$/)
  .meta({ id: 'VersionRef', examples: ['payment-service.staging@1.2.0'] });

/** Bytes of a finished upload session. */
export const UploadRef = z.strictObject({ sha256: Sha256, sizeBytes: Count.min(1).max(CONTENT_LIMITS.opaqueBytes) });
export type UploadRef = z.infer<typeof UploadRef>;

const about = {
  version: VersionInput,
  tags: Tags.default([]),
  /** States that this version is meant to be below another one on its major.minor line; then say why. */
  allowLower: z.boolean().default(false),
  justification: Justification.optional(),
  note: Text.optional(),
};

/** Exactly one of `content` (JSON, read strictly before), `upload` (with its media type) or `from` (content of another config, same digest). */
export const PublishVersionRequest = z
  .strictObject({
    ...about,
    content: z.unknown().optional(),
    upload: UploadRef.optional(),
    mediaType: MediaType.optional(),
    from: VersionRef.optional(),
  })
  .refine(
    ({ content, upload, from }) => [content, upload, from].filter((one) => one !== undefined).length === 1,
    'give one of content, upload and from',
  )
  .refine(
    ({ upload, mediaType }) => (upload === undefined) === (mediaType === undefined),
    'an upload needs its mediaType, nothing else has one',
  )
  .refine(
    ({ allowLower, justification }) => !allowLower || justification !== undefined,
    'allowLower needs a justification',
  )
  .meta({ id: 'PublishVersionRequest' });
export type PublishVersionRequest = z.infer<typeof PublishVersionRequest>;

/** With `version` here, the body is the content itself: a JSON or YAML file as it is. */
export const PublishQuery = z.strictObject({
  version: VersionInput.optional(),
  tags: z
    .string()
    .max(64)
    .transform((text) => text.split(','))
    .pipe(Tags)
    .optional(),
  allowLower: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional(),
  justification: Justification.optional(),
  note: Text.optional(),
});
export type PublishQuery = z.infer<typeof PublishQuery>;

export const OpenUploadRequest = z.strictObject({ ...UploadRef.shape }).meta({ id: 'OpenUploadRequest' });
export const OpenUploadResponse = z
  .strictObject({
    upload: UploadRef,
    method: z.literal('PUT'),
    url: z.string(),
    headers: z.record(z.string(), z.string()),
    expiresAt: Instant,
  })
  .meta({ id: 'Upload' });

export const SetTagsRequest = z.strictObject({ tags: Tags }).meta({ id: 'SetTagsRequest' });
export type SetTagsRequest = z.infer<typeof SetTagsRequest>;

export const ReviewRequest = z
  .strictObject({ verdict: z.enum(['passed', 'failed']), note: Text })
  .meta({ id: 'ReviewRequest', examples: [{ verdict: 'passed', note: 'compared with the scheme bulletin' }] });
export type ReviewRequest = z.infer<typeof ReviewRequest>;

export const RevokeRequest = z.strictObject({ justification: Justification }).meta({ id: 'RevokeRequest' });
export type RevokeRequest = z.infer<typeof RevokeRequest>;

export const EraseContentRequest = z
  .strictObject({ justification: Justification })
  .meta({ id: 'EraseContentRequest', examples: [{ justification: 'published with the password of a person' }] });
export type EraseContentRequest = z.infer<typeof EraseContentRequest>;

export const Verdict = z
  .strictObject({
    check: CheckName,
    result: z.enum(['passed', 'failed', 'pending']),
    at: Instant.optional(),
    /** Who reviewed; absent for automated checks. */
    by: z.string().optional(),
    note: z.string().optional(),
    findings: z.array(Finding),
  })
  .meta({ id: 'Verdict' });
export type Verdict = z.infer<typeof Verdict>;

export const VersionResponse = z
  .strictObject({
    config: ConfigName,
    version: SemVer,
    /** Semver with the first four hex characters of the digest; for people only. */
    display: z.string(),
    digest: Sha256,
    sizeBytes: Count,
    mediaType: MediaType,
    validation: ValidationStatus,
    signature: SignatureStatus,
    verdicts: z.array(Verdict),
    tags: z.array(Tag),
    schema: SchemaId.optional(),
    author: z.string(),
    publishedAt: Instant,
    from: z.strictObject({ config: ConfigName, version: SemVer }).optional(),
    note: z.string().optional(),
    revoked: z.strictObject({ by: z.string(), at: Instant, justification: z.string() }).optional(),
    /** Its content is gone for good. */
    erased: z.strictObject({ by: z.string(), at: Instant, justification: z.string() }).optional(),
    revision: Count.min(1),
  })
  .meta({ id: 'Version' });
export type VersionResponse = z.infer<typeof VersionResponse>;

export const VersionPage = z
  .strictObject({ items: z.array(VersionResponse), next: z.string().optional() })
  .meta({ id: 'VersionPage' });

export const DiffResponse = z
  .strictObject({
    config: ConfigName,
    from: z.strictObject({ version: SemVer, digest: Sha256 }),
    to: z.strictObject({ version: SemVer, digest: Sha256 }),
    equal: z.boolean(),
    /** False for opaque bytes, which are only equal or not. */
    structured: z.boolean(),
    changes: z.array(
      z.strictObject({
        kind: z.enum(['added', 'removed', 'modified']),
        pointer: z.string(),
        path: z.string(),
        before: z.json().optional(),
        after: z.json().optional(),
      }),
    ),
    counts: z.strictObject({ added: Count, removed: Count, modified: Count }),
    /** RFC 6902; applying it to `from` gives `to`. */
    patch: z.array(z.json()),
  })
  .meta({ id: 'Diff' });
