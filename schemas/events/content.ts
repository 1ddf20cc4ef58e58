import * as z from 'zod';
import { AccessEntry } from '../access.ts';
import { CheckName } from '../config.ts';
import { RiskReason } from '../snapshot.ts';
import { Tag } from '../version.ts';
import { ConfigName, Count, Instant, Risk, SemVer, Sha256 } from '../words.ts';
import { described, event } from './described.ts';

const digest = described(Sha256, 'SHA-256 of the content');
const by = described(z.string(), 'subject of the person');

/** What people author: configs, versions, schemas, snapshots, and who may touch them. */
export const CONTENT_EVENTS = {
  ConfigCreated: event('A config was created.', {
    name: ConfigName,
    service: z.string(),
    environment: z.string(),
    kind: z.string(),
    rail: z.string(),
    schema: z.string().nullable(),
    requiredVerdicts: z.array(CheckName),
    riskFloor: Risk,
    owner: z.string(),
    by,
  }),
  VersionPublished: event('An immutable version was published.', {
    config: ConfigName,
    version: SemVer,
    digest,
    sizeBytes: Count,
    mediaType: z.string(),
    schema: z.string().nullable(),
    requiredVerdicts: z.array(CheckName),
    author: z.string(),
    tags: z.array(Tag),
    from: described(
      z.strictObject({ config: z.string(), version: z.string() }).nullable(),
      'the version whose content this is',
    ),
  }),
  VerdictGiven: event('A check, or a person, said whether a version is fit. What was found stays in the history.', {
    check: CheckName,
    result: z.enum(['passed', 'failed']),
    by: described(z.string().nullable(), 'null for automated checks'),
  }),
  VersionSigned: event('Every demanded verdict has passed and the version is signed.', { digest }),
  TagsSet: event('The tags of a version were set.', { tags: z.array(Tag) }),
  VersionRevoked: event('A version was taken out of use. It is drift wherever it runs.', { by }),
  ContentErased: event('The bytes of a revoked version were erased. Nodes that hold them keep them.', { digest, by }),
  SchemaRegistered: event('A JSON Schema for contents was registered.', {
    id: z.string(),
    name: z.string(),
    version: z.string(),
    draft: z.string(),
    digest: described(Sha256, 'SHA-256 of the schema document'),
    sizeBytes: Count,
    by,
  }),
  SnapshotCreated: event('A revision of a snapshot was made.', {
    name: z.string(),
    revision: Count,
    digest: described(Sha256, 'SHA-256 of the snapshot document; approvals name it'),
    contentDigest: described(Sha256, 'equal for the same versions of the same configs'),
    configCount: Count,
    clusters: z.array(z.string()),
    summary: described(z.string(), 'what its author says it changes'),
    statedRisk: Risk,
    risk: Risk,
    riskReasons: z.array(z.strictObject({ ...RiskReason.shape })),
    effectiveFrom: Instant.nullable(),
    effectiveTo: Instant.nullable(),
    author: z.string(),
  }),
  SnapshotValidated: event('Every version of a revision is validated and none revoked.', { by }),
  SnapshotApproved: event('Somebody else approved exactly this content.', { by, snapshotDigest: Sha256 }),
  SnapshotRejected: event('A revision was rejected for good.', { by }),
  GlassBroken: event('An Admin let a revision out without approval.', { by }),
  AccessListSet: event('Who may do what with a config or a cluster was set.', {
    entries: described(z.array(AccessEntry).nullable(), 'null: no list, roles alone decide'),
  }),
};
