import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { DynamoCall, DynamoOperation } from '../../../adapters/aws/dynamodb/dynamo-call.ts';
import { DynamoError } from '../../../adapters/aws/dynamodb/dynamo-error.ts';
import { sdkOptions } from '../../../adapters/aws/sdk/options.ts';

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
const TIMEOUTS = { connectionTimeout: 1000, requestTimeout: 3000 } as const;

/**
 * DynamoDB by the client of the SDK. It tries once: wrap it in `retrying`, so that every client here goes on in the
 * same way.
 * @param timeouts milliseconds
 */
export function sdkDynamo(
  environment: { readonly [name: string]: string | undefined },
  timeouts: { readonly connectionTimeout: number; readonly requestTimeout: number } = TIMEOUTS,
): DynamoCall {
  const options = sdkOptions('DYNAMODB', environment);
  const requestHandler = { ...options.requestHandler, ...timeouts };
  const client = new DynamoDBClient({ ...options, maxAttempts: 1, requestHandler });
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
function toDynamoError(error: unknown): DynamoError {
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
