import { Aws } from 'aws-cdk-lib';
import { PARTITIONS } from '../schemas/aws-tables.ts';

/** What a permission can be about; lib/constructs/resources.ts knows the ARNs. */
export type Resource =
  | 'streams'
  | 'by-kind'
  | 'by-arrival'
  | 'feed'
  | 'feed-of-table'
  | 'pulses'
  | 'blobs'
  | 'blobs/evidence'
  | 'blobs/release'
  | 'blobs/labels'
  | 'blobs/plan'
  | 'blobs-bucket'
  | 'audit'
  | 'audit/checkpoint'
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
  /** What it is for. */
  readonly intent: string;
  readonly actions: readonly string[];
  readonly on: readonly Resource[];
  readonly when?: Condition;
}

/** Only items whose partition key is like one of these. */
export const partitions = (...keys: readonly string[]): Condition => ({
  'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': keys },
});

/** Streams of these kinds in this Region's authority, and the ids of the commands that wrote them. */
export const streamsOf = (...kinds: readonly string[]): Condition =>
  partitions(...kinds.map((kind) => `${Aws.REGION}/${kind}/*`), `${PARTITIONS.command}*`);

/** KMS signs nothing else with the key: what a role sends to it is a digest, or bytes, as the key is meant. */
export const signs = (algorithm: string, type: 'DIGEST' | 'RAW'): Condition => ({
  StringEquals: { 'kms:SigningAlgorithm': algorithm, 'kms:MessageType': type },
});

/** KMS seals and opens nothing but what is for this use: it is part of what is authenticated. */
export const usedAs = (...uses: readonly string[]): Condition => ({
  StringEquals: { 'kms:EncryptionContext:use': uses },
});
