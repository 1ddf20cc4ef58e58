import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { PATIENCE, retrying } from '../../../../adapters/aws/dynamodb/retrying.ts';
import { leanDynamo } from '../../../../adapters/aws/lean/dynamo-client.ts';
import { endpointOf } from '../../../../adapters/aws/lean/endpoint.ts';
import { leanKms } from '../../../../adapters/aws/lean/kms-client.ts';
import { leanS3 } from '../../../../adapters/aws/lean/s3-client.ts';

type Answer = (response: ServerResponse, request: IncomingMessage & { readonly text: string }) => void;

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** Answers one after the other; the last one again and again. */
async function service(...answers: Answer[]) {
  const seen: (IncomingMessage & { readonly text: string })[] = [];
  const sockets = new Set<unknown>();
  const server = createServer(async (request, response) => {
    sockets.add(request.socket);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const whole = Object.assign(request, { text: Buffer.concat(chunks).toString() });
    seen.push(whole);
    answers[Math.min(seen.length, answers.length) - 1]?.(response, whole);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const environment = {
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  };
  return { seen, sockets, surroundings: { environment, now: () => Date.UTC(2026, 10, 22) } };
}
const json =
  (status: number, body: unknown): Answer =>
  (response) =>
    void response.writeHead(status).end(JSON.stringify(body));
const GET = { TableName: 'table', Key: { pk: { S: 'a' }, sk: { S: 'b' } } };
const patient = { ...PATIENCE, attempts: 3, pause: async () => {} };

describe('DynamoDB', () => {
  it('is asked in its JSON protocol, over one kept connection', async () => {
    const { seen, sockets, surroundings } = await service(json(200, { Item: { a: { S: 'x' } } }));
    const call = leanDynamo(surroundings);
    expect(await call('GetItem', GET)).toStrictEqual({ Item: { a: { S: 'x' } } });
    await call('GetItem', GET);
    expect(sockets.size).toBe(1);
    const { method, url, headers, text } = seen[0] ?? {};
    expect([method, url, JSON.parse(text ?? '')]).toStrictEqual(['POST', '/', GET]);
    expect(headers).toMatchObject({
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'DynamoDB_20120810.GetItem',
      'x-amz-date': '20261122T000000Z',
    });
  });

  it.each([
    {
      name: 'a condition that did not hold',
      status: 400,
      body: { __type: 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException', message: 'The conditional…' },
      error: { code: 'ConditionalCheckFailedException', reasons: [], refused: true, retryable: false },
    },
    {
      name: 'a transaction, with its reasons',
      status: 400,
      body: {
        __type: 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException',
        Message: 'cancelled',
        CancellationReasons: [{ Code: 'None' }, { Code: 'TransactionConflict', Message: 'm' }, {}],
      },
      error: {
        code: 'TransactionCanceledException',
        reasons: ['None', 'TransactionConflict', 'None'],
        retryable: true,
      },
    },
    { name: 'a fault without a name', status: 503, body: '', error: { code: 'ServiceUnavailable', retryable: true } },
    {
      name: 'a gateway that throttles',
      status: 429,
      body: {},
      error: { code: 'ThrottlingException', retryable: true },
    },
  ])('says what was refused: $name', async ({ status, body, error }) => {
    const { surroundings } = await service(json(status, body));
    await expect(leanDynamo(surroundings)('GetItem', GET)).rejects.toMatchObject({ name: 'DynamoError', ...error });
  });

  it.each<{ name: string; answer: Answer; code: string }>([
    { name: 'nothing comes', answer: () => {}, code: 'Timeout' },
    { name: 'the connection ends', answer: (response) => void response.destroy(), code: 'Network' },
    {
      name: 'the answer is cut short',
      answer: (response) => {
        response.writeHead(200, { 'content-length': '100' }).write('{"Item":');
        response.destroy();
      },
      code: 'Network',
    },
    { name: 'the answer is no JSON', answer: (response) => void response.end('<html>'), code: 'Network' },
  ])('goes on after a passing failure, and not for ever: $name', async ({ answer, code }) => {
    // Only who never answers is given up soon: a busy machine may take its time.
    const deadlineMs = code === 'Timeout' ? 100 : 5_000;
    const healed = await service(answer, json(200, {}));
    const inTime = { ...healed.surroundings, deadlineMs };
    expect(await retrying(leanDynamo(inTime), patient)('GetItem', GET)).toStrictEqual({});
    const broken = await service(answer);
    const failing = retrying(leanDynamo({ ...broken.surroundings, deadlineMs }), patient)('GetItem', GET);
    await expect(failing).rejects.toMatchObject({ name: 'DynamoError', code });
    expect(broken.seen).toHaveLength(patient.attempts);
  });

  it('does not ask again what was refused', async () => {
    const { seen, surroundings } = await service(json(400, { __type: 'x#ValidationException', message: 'no' }));
    await expect(retrying(leanDynamo(surroundings), patient)('GetItem', GET)).rejects.toThrow(
      'ValidationException: no',
    );
    expect(seen).toHaveLength(1);
  });
});

it('KMS is asked in its own', async () => {
  const { seen, surroundings } = await service(json(200, { Plaintext: 'AA==' }));
  const input = { KeyId: 'k', CiphertextBlob: 'AA==', EncryptionContext: { use: 'hmac' } };
  expect(await leanKms(surroundings)('Decrypt', input)).toStrictEqual({ Plaintext: 'AA==' });
  expect(seen[0]?.headers).toMatchObject({
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': 'TrentService.Decrypt',
  });
  const refusing = await service(json(400, { __type: 'AccessDeniedException' }));
  await expect(leanKms(refusing.surroundings)('Decrypt', input)).rejects.toMatchObject({
    code: 'AccessDeniedException',
    retryable: false,
  });
});

it('S3 is asked in path style at a named endpoint; only known statuses are answers', async () => {
  const missing: Answer = (response) => void response.writeHead(404).end('<Error><Code>NoSuchKey</Code></Error>');
  const { seen, surroundings } = await service(missing);
  const call = leanS3(surroundings);
  const request = { method: 'GET', bucket: 'blobs', key: 'pay.production/ff' } as const;
  expect((await call(request, [404])).status).toBe(404);
  expect(seen[0]?.url).toBe('/blobs/pay.production/ff');
  await expect(call(request, [])).rejects.toThrow('GET /blobs/pay.production/ff: 404 NoSuchKey');
});

describe('where a service answers', () => {
  it.each([
    { service: 'dynamodb', env: {}, url: 'https://dynamodb.eu-west-1.amazonaws.com/', custom: false },
    { service: 's3', env: { AWS_REGION: 'cn-north-1' }, url: 'https://s3.cn-north-1.amazonaws.com.cn/', custom: false },
    { service: 'kms', env: { AWS_ENDPOINT_URL: 'http://a:1' }, url: 'http://a:1/', custom: true },
    {
      service: 'kms',
      env: { AWS_ENDPOINT_URL: 'http://a:1', AWS_ENDPOINT_URL_KMS: 'http://b:2' },
      url: 'http://b:2/',
      custom: true,
    },
    {
      service: 's3',
      env: { AWS_ENDPOINT_URL: 'http://a:1', AWS_ENDPOINT_URL_KMS: 'http://b:2' },
      url: 'http://a:1/',
      custom: true,
    },
  ] as const)('$service with $env', ({ service: name, env, url, custom }) => {
    const found = endpointOf(name, { AWS_REGION: 'eu-west-1', ...env });
    expect([found.url.href, found.custom]).toStrictEqual([url, custom]);
  });
  it('is unknown without a region', () => {
    expect(() => endpointOf('s3', {})).toThrow('no AWS region');
  });
});
