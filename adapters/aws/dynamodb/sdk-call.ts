import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  DynamoDBClient,
  type DynamoDBClientConfig,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { DynamoCall, DynamoOperation } from './dynamo-call.ts';
import { DynamoError } from './dynamo-error.ts';

const COMMANDS = {
  GetItem: GetItemCommand,
  PutItem: PutItemCommand,
  UpdateItem: UpdateItemCommand,
  DeleteItem: DeleteItemCommand,
  Query: QueryCommand,
  Scan: ScanCommand,
  BatchGetItem: BatchGetItemCommand,
  BatchWriteItem: BatchWriteItemCommand,
  TransactWriteItems: TransactWriteItemsCommand,
} satisfies Record<DynamoOperation, unknown>;

/** An answer takes milliseconds; what takes longer than this will not come. */
const TIMEOUTS = { connectionTimeout: 1000, requestTimeout: 3000, throwOnRequestTimeout: true };

/**
 * DynamoDB by the client of the SDK: region, credentials and endpoint come from the environment. It tries once; wrap
 * it in `retrying`, so that every client here goes on in the same way.
 */
export function sdkDynamo(config: DynamoDBClientConfig = {}): DynamoCall {
  const client = new DynamoDBClient({ maxAttempts: 1, requestHandler: TIMEOUTS, ...config });
  return async (operation, input) => {
    const Command = COMMANDS[operation] as unknown as new (input: object) => GetItemCommand;
    try {
      return (await client.send(new Command(input))) as object;
    } catch (error) {
      throw toDynamoError(error);
    }
  };
}

interface SdkError extends Error {
  /** Of the operating system: `ECONNRESET`. */
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly CancellationReasons?: readonly { readonly Code?: string }[];
}

/** What the SDK throws, in the one form that adapters read. */
export function toDynamoError(error: unknown): DynamoError {
  const { message, CancellationReasons = [] } = error as SdkError;
  const reasons = CancellationReasons.map(({ Code }) => Code ?? 'None');
  return new DynamoError(codeOf(error as SdkError), message, { reasons, cause: error });
}

function codeOf({ name, code, $metadata }: SdkError): string {
  const status = $metadata?.httpStatusCode;
  if (name === 'TimeoutError') return 'Timeout';
  if (status === undefined) return /^E[A-Z]+$/.test(code ?? '') ? 'Network' : name;
  return status >= 500 ? 'InternalServerError' : name;
}
