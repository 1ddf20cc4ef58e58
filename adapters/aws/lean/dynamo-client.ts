import type { DynamoCall } from '../dynamodb/dynamo-call.ts';
import { DynamoError } from '../dynamodb/dynamo-error.ts';
import { type JsonService, jsonCall, type Refusal, type Surroundings } from './json-call.ts';
import { NoAnswer } from './send.ts';

const DYNAMODB: JsonService = { name: 'dynamodb', target: 'DynamoDB_20120810', version: '1.0' };

/** DynamoDB without an SDK, for the function that a check-in must not find cold. Each call is tried once. */
export function leanDynamo(surroundings: Surroundings): DynamoCall {
  const call = jsonCall(DYNAMODB, surroundings);
  return async (operation, input) => {
    const answer = await call(operation, input).catch(noAnswer);
    if (!answer.ok) throw dynamoError(answer.refusal);
    return answer.output;
  };
}

function noAnswer(error: unknown): never {
  if (error instanceof NoAnswer) throw new DynamoError(error.code, error.message, { cause: error });
  throw error;
}

function dynamoError({ code, message, body }: Refusal): DynamoError {
  const reasons = body['CancellationReasons'] as readonly { readonly Code?: string }[] | undefined;
  return new DynamoError(code, message, { reasons: (reasons ?? []).map(({ Code = 'None' }) => Code) });
}
