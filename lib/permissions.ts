import { Aws } from 'aws-cdk-lib';
import { PARTITIONS } from '../schemas/aws-tables.ts';
import type { Room } from './rooms.ts';
import type { Stage } from './stages.ts';

/** What a permission can be about; lib/constructs/resources.ts knows the ARNs. */
export type Resource =
  | 'streams'
  | 'by-kind'
  | 'by-arrival'
  | 'feed'
  | 'feed-of-table'
  | 'pulses'
  | 'blobs'
  | 'blobs-bucket'
  | 'blobs/evidence'
  | 'audit'
  | 'audit-bucket'
  | 'release-key'
  | 'checkpoint-key'
  | 'data-key'
  | 'secrets-key'
  | 'state-machine'
  | 'executions'
  | 'rollout-function'
  | 'bus'
  | 'dead-letters'
  | 'own-log'
  | 'anything';

export type Condition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

export interface Permission {
  readonly intent: string;
  readonly actions: readonly string[];
  readonly on: readonly Resource[];
  readonly when?: Condition;
}

/** Streams of a kind, in this Region's authority; every one of them without a kind. */
const streams = (kind = '*'): string => `${Aws.REGION}/${kind}/*`;
const COMMANDS = `${PARTITIONS.command}*`;

/** Only items whose partition key is like one of these. */
const partitions = (...keys: readonly string[]): Condition => ({
  'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': keys },
});

const READ = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'];
const WRITE = ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:ConditionCheckItem'];

const writeStreams = (...kinds: readonly string[]): Permission => ({
  intent: 'append events, with the id of the command',
  actions: WRITE,
  on: ['streams'],
  when: partitions(...kinds.map((kind) => streams(kind)), COMMANDS),
});
const readStreams: Permission = { intent: 'read streams and read models', actions: READ, on: ['streams'] };
const listStreams: Permission = { intent: 'list streams of a kind', actions: ['dynamodb:Query'], on: ['by-kind'] };
const readPulses: Permission = { intent: 'see how nodes fare', actions: READ, on: ['pulses'] };
const readBlobs: Permission = { intent: 'read blobs', actions: ['s3:GetObject'], on: ['blobs'] };
const writeBlobs: Permission = { intent: 'store blobs, once', actions: ['s3:PutObject'], on: ['blobs'] };
const readAudit: Permission = { intent: 'read tiles and checkpoints', actions: ['s3:GetObject'], on: ['audit'] };
/** Without it S3 says "forbidden" of what is not there. */
const missesIn = (...on: readonly Resource[]): Permission => ({
  intent: 'be told that an object is not there',
  actions: ['s3:ListBucket'],
  on,
});
const askToSign: Permission = {
  intent: 'have drafts signed',
  actions: ['lambda:InvokeFunction'],
  on: ['rollout-function'],
};
const followRuns: Permission = {
  intent: 'ask how an execution fares',
  actions: ['states:DescribeExecution'],
  on: ['executions'],
};
const startRuns: Permission = { intent: 'start executions', actions: ['states:StartExecution'], on: ['state-machine'] };
const giveUp: Permission = {
  intent: 'hand over what failed after its retries',
  actions: ['sqs:SendMessage'],
  on: ['dead-letters'],
};
const log: Permission = {
  intent: 'write its own log',
  actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
  on: ['own-log'],
};
const publicKeys = (...on: readonly Resource[]): Permission => ({
  intent: 'tell public keys',
  actions: ['kms:GetPublicKey', 'kms:DescribeKey'],
  on,
});

/** KMS signs nothing else with the key: what this role sends to it is a digest, or bytes, as the key is meant. */
const signs = (algorithm: string, type: 'DIGEST' | 'RAW'): Condition => ({
  StringEquals: { 'kms:SigningAlgorithm': algorithm, 'kms:MessageType': type },
});

export type Identity = Room | 'state-machine';

/**
 * Everything that the roles of a deployment may do, and nothing else: no grant of a construct adds to it.
 * The key lines are those of docs/protocol.md §7; the root key is on no line, it never comes here.
 */
export const PERMISSIONS: { readonly [I in Identity]: readonly Permission[] } = {
  control: [
    readStreams,
    listStreams,
    { intent: 'page what changed', actions: ['dynamodb:Query'], on: ['by-arrival'] },
    writeStreams('*'),
    readPulses,
    { intent: 'forget a removed node', actions: ['dynamodb:DeleteItem'], on: ['pulses'] },
    readBlobs,
    writeBlobs,
    { intent: 'erase a blob for good', actions: ['s3:DeleteObjectVersion'], on: ['blobs'] },
    { intent: 'find all that has to be erased', actions: ['s3:ListBucketVersions'], on: ['blobs-bucket'] },
    readAudit,
    missesIn('blobs-bucket', 'audit-bucket'),
    publicKeys('release-key', 'checkpoint-key'),
    { intent: 'open the keys of cursors, digests and enrolment', actions: ['kms:Decrypt'], on: ['data-key'] },
    { intent: 'seal secrets', actions: ['kms:GenerateDataKey'], on: ['secrets-key'] },
    askToSign,
    log,
  ],
  node: [
    readStreams,
    writeStreams('node', 'enrolment-token', 'identity-key', 'cluster'),
    { intent: 'note how a node fares', actions: ['dynamodb:GetItem', ...WRITE], on: ['pulses'] },
    readBlobs,
    missesIn('blobs-bucket'),
    { intent: 'keep what a node was shown, as evidence', actions: ['s3:PutObject'], on: ['blobs/evidence'] },
    publicKeys('release-key'),
    { intent: 'open the keys of node tokens', actions: ['kms:Decrypt'], on: ['data-key'] },
    { intent: 'open secrets for the node that may have them', actions: ['kms:Decrypt'], on: ['secrets-key'] },
    log,
  ],
  rollout: [
    readStreams,
    listStreams,
    writeStreams('*'),
    readPulses,
    readBlobs,
    writeBlobs,
    readAudit,
    missesIn('blobs-bucket', 'audit-bucket'),
    publicKeys('release-key'),
    {
      intent: 'sign releases, directives, labels and version statements',
      actions: ['kms:Sign'],
      on: ['release-key'],
      when: signs('ECDSA_SHA_256', 'DIGEST'),
    },
    followRuns,
    giveUp,
    log,
  ],
  project: [
    {
      intent: 'follow the feed',
      actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
      on: ['feed'],
    },
    { intent: 'find the feed', actions: ['dynamodb:ListStreams'], on: ['feed-of-table'] },
    readStreams,
    { intent: 'find streams that lag', actions: ['dynamodb:Query'], on: ['by-arrival'] },
    listStreams,
    {
      intent: 'write read models, the audit log and what is parked',
      actions: [...WRITE, 'dynamodb:DeleteItem', 'dynamodb:BatchWriteItem'],
      on: ['streams'],
      when: partitions(
        `${PARTITIONS.view}*`,
        `${PARTITIONS.mark}*`,
        PARTITIONS.log,
        `${PARTITIONS.logged}*`,
        PARTITIONS.parked,
        PARTITIONS.positions,
      ),
    },
    writeStreams('cluster'),
    readBlobs,
    { intent: 'store tiles and the newest checkpoint', actions: ['s3:GetObject', 's3:PutObject'], on: ['audit'] },
    missesIn('blobs-bucket', 'audit-bucket'),
    publicKeys('checkpoint-key'),
    {
      intent: 'sign checkpoints of the audit log',
      actions: ['kms:Sign'],
      on: ['checkpoint-key'],
      when: signs('ED25519_SHA_512', 'RAW'),
    },
    { intent: 'publish events', actions: ['events:PutEvents'], on: ['bus'] },
    startRuns,
    followRuns,
    askToSign,
    giveUp,
    log,
  ],
  sweep: [
    readStreams,
    listStreams,
    writeStreams('node'),
    {
      intent: 'keep the next key of node tokens, sealed',
      actions: WRITE,
      on: ['streams'],
      when: partitions(PARTITIONS.keyring),
    },
    readPulses,
    { intent: 'make the next key of node tokens', actions: ['kms:GenerateDataKey'], on: ['data-key'] },
    startRuns,
    followRuns,
    giveUp,
    log,
  ],
  'state-machine': [
    { intent: 'take the next step', actions: ['lambda:InvokeFunction'], on: ['rollout-function'] },
    {
      intent: 'have its log delivered, which CloudWatch Logs offers for no narrower resource',
      actions: [
        'logs:CreateLogDelivery',
        'logs:GetLogDelivery',
        'logs:UpdateLogDelivery',
        'logs:DeleteLogDelivery',
        'logs:ListLogDeliveries',
        'logs:PutResourcePolicy',
        'logs:DescribeResourcePolicies',
        'logs:DescribeLogGroups',
      ],
      on: ['anything'],
    },
  ],
};

/** What `project` needs where KMS has no Ed25519: the checkpoint key is software then, sealed by the data key. */
const SOFTWARE_CHECKPOINT: readonly Permission[] = [
  { intent: 'make and open the checkpoint key', actions: ['kms:GenerateDataKey', 'kms:Decrypt'], on: ['data-key'] },
  { intent: 'keep it sealed', actions: WRITE, on: ['streams'], when: partitions(PARTITIONS.keyring) },
];

/** What a role may do on a stage. */
export const permissionsOf = (
  identity: Identity,
  { checkpointKey }: Pick<Stage, 'checkpointKey'>,
): readonly Permission[] =>
  identity === 'project' && checkpointKey === 'software'
    ? [...PERMISSIONS.project, ...SOFTWARE_CHECKPOINT]
    : PERMISSIONS[identity];
