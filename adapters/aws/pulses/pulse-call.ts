import type { DynamoCall } from '../dynamodb/dynamo-call.ts';
import type { PulseItem } from './pulse-item.ts';

interface Answer {
  readonly Item?: PulseItem;
  readonly Items?: readonly PulseItem[];
  readonly LastEvaluatedKey?: PulseItem;
}

/** DynamoDB with binary values, base64 as its JSON protocol has them. */
export type PulseCall = (
  operation: 'GetItem' | 'UpdateItem' | 'DeleteItem' | 'Query',
  input: { readonly TableName: string; readonly [parameter: string]: unknown },
) => Promise<Answer>;

/**
 * Packed bytes are base64 on the wire, which the lean client passes through; the SDK's client wants them as arrays
 * and cannot serve here.
 */
export const pulseCall = (call: DynamoCall): PulseCall => call as unknown as PulseCall;
