import { createServer, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import type { DynamoError } from '../../../adapters/aws/dynamodb/dynamo-error.ts';
import { sdkDynamo } from './sdk-call.ts';

const NAMESPACE = 'com.amazonaws.dynamodb.v20120810';
const GET = { TableName: 'streams', Key: { pk: { S: 'a' } } } as const;

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** Answers every request alike, or never. */
async function answering(answer?: { readonly status: number; readonly body: object }) {
  const heard: string[] = [];
  const server = createServer((request, response) => {
    heard.push(String(request.headers['x-amz-target']));
    if (!answer) return;
    response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify(answer.body));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  // Only who never answers is given up soon: a busy machine may take its time with an answer.
  const patience = answer ? undefined : { connectionTimeout: 500, requestTimeout: 100 };
  return { heard, call: sdkDynamo(environment(port), patience), server, port };
}
const environment = (port: number) => ({
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${port}`,
});
const told = async (call: Promise<unknown>) => {
  const { code, reasons, retryable, refused } = (await call.catch((error: unknown) => error)) as DynamoError;
  return { code, reasons, retryable, refused };
};

describe('the client of the SDK', () => {
  it.each([
    { name: 'ConditionalCheckFailedException', status: 400, code: 'ConditionalCheckFailedException', retryable: false },
    { name: 'AccessDeniedException', status: 400, code: 'AccessDeniedException', retryable: false },
    { name: 'ThrottlingException', status: 400, code: 'ThrottlingException', retryable: true },
    {
      name: 'ProvisionedThroughputExceededException',
      status: 400,
      code: 'ProvisionedThroughputExceededException',
      retryable: true,
    },
    { name: 'TransactionInProgressException', status: 400, code: 'TransactionInProgressException', retryable: true },
    { name: 'InternalServerError', status: 500, code: 'InternalServerError', retryable: true },
    { name: 'Whatever', status: 503, code: 'InternalServerError', retryable: true },
  ])('tells of $status $name in our words, after one try', async ({ name, status, code, retryable }) => {
    const { call, heard } = await answering({ status, body: { __type: `${NAMESPACE}#${name}`, message: 'no' } });
    const refused = name === 'ConditionalCheckFailedException';
    expect(await told(call('GetItem', GET))).toStrictEqual({ code, reasons: [], retryable, refused });
    expect(heard).toStrictEqual(['DynamoDB_20120810.GetItem']);
  });

  it.each([
    { codes: ['None', 'ConditionalCheckFailed'], retryable: false },
    { codes: ['None', 'TransactionConflict'], retryable: true },
    { codes: ['ThrottlingError', 'ProvisionedThroughputExceeded'], retryable: true },
    { codes: ['TransactionConflict', 'ConditionalCheckFailed'], retryable: false },
    { codes: ['None', 'None'], retryable: false },
  ])('tells why a transaction was cancelled: $codes', async ({ codes, retryable }) => {
    const { call } = await answering({
      status: 400,
      body: {
        __type: `${NAMESPACE}#TransactionCanceledException`,
        Message: 'cancelled',
        CancellationReasons: codes.map((Code) => ({ Code })),
      },
    });
    expect(await told(call('TransactWriteItems', { TransactItems: [] }))).toStrictEqual({
      code: 'TransactionCanceledException',
      reasons: codes,
      retryable,
      refused: false,
    });
  });

  it('gives up on who does not answer', async () => {
    const { call } = await answering();
    expect(await told(call('GetItem', GET))).toStrictEqual({
      code: 'Timeout',
      reasons: [],
      retryable: true,
      refused: false,
    });
  });

  it('tells of who cannot be reached', async () => {
    const { call, server } = await answering();
    await new Promise((resolve) => server.close(resolve));
    expect((await told(call('GetItem', GET))).code).toBe('Network');
  });
});
