/* Becomes a function in the place of one of ours, with its role: what it is told to call, it calls. */
import {
  BatchWriteItemCommand,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  GenerateDataKeyCommand,
  GenerateDataKeyWithoutPlaintextCommand,
  GetPublicKeyCommand,
  KMSClient,
  SignCommand,
} from '@aws-sdk/client-kms';
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SFNClient, StartExecutionCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';

const CALLS = {
  'dynamodb:GetItem': [DynamoDBClient, GetItemCommand],
  'dynamodb:PutItem': [DynamoDBClient, PutItemCommand],
  'dynamodb:UpdateItem': [DynamoDBClient, UpdateItemCommand],
  'dynamodb:DeleteItem': [DynamoDBClient, DeleteItemCommand],
  'dynamodb:BatchWriteItem': [DynamoDBClient, BatchWriteItemCommand],
  'events:PutEvents': [EventBridgeClient, PutEventsCommand],
  'kms:Sign': [KMSClient, SignCommand],
  'kms:GetPublicKey': [KMSClient, GetPublicKeyCommand],
  'kms:GenerateDataKey': [KMSClient, GenerateDataKeyCommand],
  'kms:GenerateDataKeyWithoutPlaintext': [KMSClient, GenerateDataKeyWithoutPlaintextCommand],
  's3:GetObject': [S3Client, GetObjectCommand],
  's3:PutObject': [S3Client, PutObjectCommand],
  's3:DeleteObject': [S3Client, DeleteObjectCommand],
  'states:StartExecution': [SFNClient, StartExecutionCommand],
  'states:StopExecution': [SFNClient, StopExecutionCommand],
} as const;
export type ProbedAction = keyof typeof CALLS;

interface Probe {
  readonly action: ProbedAction;
  readonly input: Record<string, unknown>;
  /** Bytes, which JSON has not, in base64. */
  readonly bytes?: { readonly [member: string]: string };
}
interface Sends {
  send(command: unknown): Promise<unknown>;
}

/** `allowed`, or the name of the error that came. */
export async function handler({ action, input, bytes = {} }: Probe): Promise<string> {
  const [Client, Command] = CALLS[action] as unknown as [new (config: object) => Sends, new (input: object) => unknown];
  const read = Object.entries(bytes).map(([member, base64]) => [member, Buffer.from(base64, 'base64')]);
  try {
    await new Client({ forcePathStyle: true, maxAttempts: 1 }).send(
      new Command({ ...input, ...Object.fromEntries(read) }),
    );
    return 'allowed';
  } catch (error) {
    return (error as Error).name;
  }
}
