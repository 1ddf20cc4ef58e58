import { PARTITIONS } from '../schemas/aws-tables.ts';
import { type Permission, partitions, type Resource, signs, streamsOf, usedAs } from './permission.ts';
import type { Room } from './rooms.ts';
import type { Stage } from './stages.ts';

const may = (intent: string, actions: readonly string[], on: readonly Resource[]): Permission => ({
  intent,
  actions,
  on,
});

const READ = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'];
const LABELS = 'keyring/labels';
const NODE_TOKEN = 'keyring/node-token';
const CHECKPOINT_KEY = 'checkpoint-key';

const readStreams = may('read streams and read models', READ, ['streams']);
const listStreams = may('list streams of a kind', ['dynamodb:Query'], ['by-kind']);
const append = (...kinds: readonly string[]): Permission => ({
  ...may('append events, with the id of the command', ['dynamodb:PutItem'], ['streams']),
  when: streamsOf(...kinds),
});
const keepSealed: Permission = {
  ...may('keep a key, sealed', ['dynamodb:PutItem'], ['streams']),
  when: partitions(PARTITIONS.keyring),
};
const openKeys = (...uses: readonly string[]): Permission => ({
  ...may('open a key, or make one unseen', ['kms:Decrypt', 'kms:GenerateDataKeyWithoutPlaintext'], ['data-key']),
  when: usedAs(...uses),
});
const seePulses = may('see how nodes fare', ['dynamodb:GetItem', 'dynamodb:Query'], ['pulses']);
const readBlobs = may('read blobs', ['s3:GetObject'], ['blobs']);
/** Without it S3 says "forbidden" of what is not there. */
const missesIn = (...on: readonly Resource[]) => may('be told that an object is not there', ['s3:ListBucket'], on);
const publicKeys = (...on: readonly Resource[]) => may('tell public keys', ['kms:GetPublicKey', 'kms:DescribeKey'], on);
const askToSign = may('have drafts signed', ['lambda:InvokeFunction'], ['rollout-function']);
const followRuns = may('ask how an execution fares', ['states:DescribeExecution'], ['executions']);
const startRuns = may('start executions', ['states:StartExecution'], ['state-machine']);
const giveUp = may('hand over what failed after its retries', ['sqs:SendMessage'], ['dead-letters']);
const log = may('write its own log', ['logs:CreateLogStream', 'logs:PutLogEvents'], ['own-log']);

export type Identity = Room | 'state-machine';

/**
 * Everything that the roles of a deployment may do, and nothing else: no grant of a construct adds to it.
 * The key lines are those of docs/protocol.md §7; the root key is on no line, it never comes here.
 */
const PERMISSIONS: { readonly [I in Identity]: readonly Permission[] } = {
  control: [
    readStreams,
    listStreams,
    may('page what changed', ['dynamodb:Query'], ['by-arrival']),
    append('*'),
    { ...may('erase words in an event', ['dynamodb:UpdateItem'], ['streams']), when: streamsOf('*') },
    seePulses,
    may('forget a removed node', ['dynamodb:DeleteItem'], ['pulses']),
    readBlobs,
    may('store blobs, once', ['s3:PutObject'], ['blobs']),
    may('erase a blob for good', ['s3:DeleteObjectVersion'], ['blobs']),
    may('find all that has to be erased', ['s3:ListBucketVersions'], ['blobs-bucket']),
    may('show tiles and the newest checkpoint', ['s3:GetObject'], ['audit']),
    missesIn('blobs-bucket', 'audit-bucket'),
    publicKeys('release-key', 'checkpoint-key'),
    openKeys(LABELS),
    keepSealed,
    may('seal secrets', ['kms:GenerateDataKey'], ['secrets-key']),
    askToSign,
    log,
  ],
  node: [
    readStreams,
    append('node', 'enrolment-token', 'identity-key', 'cluster'),
    may('note how a node fares', ['dynamodb:GetItem', 'dynamodb:UpdateItem'], ['pulses']),
    readBlobs,
    may('keep what a node was shown', ['s3:PutObject'], ['blobs/evidence']),
    missesIn('blobs-bucket'),
    publicKeys('release-key'),
    openKeys(LABELS, NODE_TOKEN),
    keepSealed,
    may('open secrets for the node that may have them', ['kms:Decrypt'], ['secrets-key']),
    log,
  ],
  rollout: [
    readStreams,
    listStreams,
    append('*'),
    seePulses,
    readBlobs,
    may('store releases, labels and plans', ['s3:PutObject'], ['blobs/release', 'blobs/labels', 'blobs/plan']),
    may('put the newest checkpoint into directives', ['s3:GetObject'], ['audit/checkpoint']),
    missesIn('blobs-bucket', 'audit-bucket'),
    publicKeys('release-key'),
    {
      ...may('sign releases, directives, labels and version statements', ['kms:Sign'], ['release-key']),
      when: signs('ECDSA_SHA_256', 'DIGEST'),
    },
    followRuns,
    giveUp,
    log,
  ],
  project: [
    may('follow the feed', ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'], ['feed']),
    may('find the feed', ['dynamodb:ListStreams'], ['feed-of-table']),
    readStreams,
    listStreams,
    may('find what lags', ['dynamodb:Query'], ['by-arrival']),
    {
      ...may('write read models and the audit log, park streams', ['dynamodb:PutItem'], ['streams']),
      when: partitions(
        ...[`${PARTITIONS.view}*`, `${PARTITIONS.mark}*`, PARTITIONS.log, `${PARTITIONS.logged}*`],
        ...[PARTITIONS.parked, PARTITIONS.positions],
      ),
    },
    {
      ...may('drop rows, and what is parked no more', ['dynamodb:DeleteItem'], ['streams']),
      when: partitions(`${PARTITIONS.view}*`, PARTITIONS.parked),
    },
    append('cluster'),
    readBlobs,
    may('store tiles and the newest checkpoint', ['s3:GetObject', 's3:PutObject'], ['audit']),
    missesIn('blobs-bucket', 'audit-bucket'),
    publicKeys('checkpoint-key'),
    {
      ...may('sign checkpoints of the audit log', ['kms:Sign'], ['checkpoint-key']),
      when: signs('ED25519_SHA_512', 'RAW'),
    },
    may('publish events', ['events:PutEvents'], ['bus']),
    startRuns,
    followRuns,
    askToSign,
    giveUp,
    log,
  ],
  sweep: [
    readStreams,
    listStreams,
    append('node'),
    {
      ...may('make tomorrow’s key of node tokens, unseen', ['kms:GenerateDataKeyWithoutPlaintext'], ['data-key']),
      when: usedAs(NODE_TOKEN),
    },
    keepSealed,
    {
      ...may('note what one run tells the next', ['dynamodb:PutItem'], ['streams']),
      when: partitions(PARTITIONS.positions),
    },
    seePulses,
    may('tend the partitions of pulses', ['dynamodb:UpdateItem', 'dynamodb:DeleteItem'], ['pulses']),
    startRuns,
    followRuns,
    giveUp,
    log,
  ],
  'state-machine': [
    may('take the next step', ['lambda:InvokeFunction'], ['rollout-function']),
    may(
      'have its log delivered, which CloudWatch Logs offers for no narrower resource',
      [
        ...['CreateLogDelivery', 'GetLogDelivery', 'UpdateLogDelivery', 'DeleteLogDelivery', 'ListLogDeliveries'],
        ...['PutResourcePolicy', 'DescribeResourcePolicies', 'DescribeLogGroups'],
      ].map((action) => `logs:${action}`),
      ['anything'],
    ),
  ],
};

/** Where KMS has no Ed25519 the checkpoint key is software, sealed by the data key: whoever asks first makes it. */
const SOFTWARE_CHECKPOINT: { readonly [I in Identity]?: readonly Permission[] } = {
  control: [{ ...may('make the checkpoint key', ['kms:Encrypt'], ['data-key']), when: usedAs(CHECKPOINT_KEY) }],
  project: [
    {
      ...may('make and open the checkpoint key', ['kms:Encrypt', 'kms:Decrypt'], ['data-key']),
      when: usedAs(CHECKPOINT_KEY),
    },
    keepSealed,
  ],
};

/** What a role may do on a stage. */
export function permissionsOf(
  identity: Identity,
  stage: Pick<Stage, 'checkpointKey' | 'requestConditions'>,
): Permission[] {
  const software = stage.checkpointKey === 'software' ? (SOFTWARE_CHECKPOINT[identity] ?? []) : [];
  const all = [...PERMISSIONS[identity], ...software];
  return stage.requestConditions ? all : all.map((one) => (isOfKms(one) ? { ...one, when: undefined } : one));
}

const isOfKms = ({ actions }: Permission): boolean => actions.some((action) => action.startsWith('kms:'));
