import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { canonicalQuery, encodedPath } from '../../../../adapters/aws/lean/canonical-request.ts';
import { signedHeaders, type Unsigned } from '../../../../adapters/aws/lean/sign-request.ts';

const SUITE = {
  credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' },
  region: 'us-east-1',
  service: 'service',
  nowMs: Date.UTC(2015, 7, 30, 12, 36, 0),
};
const S3_MANUAL = {
  credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' },
  region: 'us-east-1',
  service: 's3',
  nowMs: Date.UTC(2013, 4, 24),
};
const signatureIn = (headers: { readonly [name: string]: string }): string =>
  headers['authorization']?.split('Signature=')[1] ?? '';

describe('vectors that AWS published', () => {
  const host = 'example.amazonaws.com';
  it.each<{ name: string; request: Unsigned; scope: typeof SUITE; signature: string }>([
    {
      name: 'get-vanilla',
      request: { method: 'GET', path: '/', headers: { host } },
      scope: SUITE,
      signature: '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
    },
    {
      name: 'get-vanilla-query-order-key-case',
      request: {
        method: 'GET',
        path: '/',
        query: canonicalQuery({ Param2: 'value2', Param1: 'value1' }),
        headers: { host },
      },
      scope: SUITE,
      signature: 'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
    },
    {
      name: 'post-vanilla',
      request: { method: 'POST', path: '/', headers: { host } },
      scope: SUITE,
      signature: '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b',
    },
    {
      name: 'S3 GET object with a range',
      request: {
        method: 'GET',
        path: encodedPath('/test.txt'),
        headers: { host: 'examplebucket.s3.amazonaws.com', range: 'bytes=0-9' },
      },
      scope: S3_MANUAL,
      signature: 'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
    },
    {
      name: 'S3 PUT object, a path to encode',
      request: {
        method: 'PUT',
        path: encodedPath('/test$file.text'),
        headers: {
          host: 'examplebucket.s3.amazonaws.com',
          date: 'Fri, 24 May 2013 00:00:00 GMT',
          'x-amz-storage-class': 'REDUCED_REDUNDANCY',
        },
        body: 'Welcome to Amazon S3.',
      },
      scope: S3_MANUAL,
      signature: '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
    },
  ])('$name', ({ request, scope, signature }) => {
    expect(signatureIn(signedHeaders(request, scope))).toBe(signature);
  });
});

describe('as the SDK signs', () => {
  const SENT = new Error('seen');
  const NOT_OURS = /^(authorization|x-amz-date|x-amz-security-token)$/;
  interface Seen {
    readonly method: Unsigned['method'];
    readonly path: string;
    readonly query: { readonly [name: string]: string };
    readonly headers: { readonly [name: string]: string };
    readonly body?: string;
  }
  const catching = (seen: Seen[]) => ({
    requestHandler: {
      handle: async (request: unknown): Promise<never> => {
        seen.push(request as Seen);
        throw SENT;
      },
    },
    maxAttempts: 1,
  });
  /** The same request signed here: of its headers, those that the SDK signed. */
  const here = (seen: Seen, scope: Parameters<typeof signedHeaders>[1]): string => {
    const names = /SignedHeaders=([^,]*)/.exec(seen.headers['authorization'] ?? '')?.[1]?.split(';') ?? [];
    const headers = Object.fromEntries(
      names.filter((name) => !NOT_OURS.test(name)).map((name) => [name, seen.headers[name] ?? '']),
    );
    const { method, path, body } = seen;
    const request = { method, path, query: canonicalQuery(seen.query), headers, ...(body ? { body } : {}) };
    return signedHeaders(request, scope)['authorization'] ?? '';
  };
  const scopeOf = (seen: Seen, service: string, credentials: typeof SUITE.credentials) => {
    const [, year, month, day, hour, minute, second] =
      /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(seen.headers['x-amz-date'] ?? '') ?? [];
    const nowMs = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
    return { credentials, region: 'eu-central-1', service, nowMs };
  };

  it.each([
    { name: 'with long-lived credentials', credentials: SUITE.credentials },
    { name: 'with a session token', credentials: { ...SUITE.credentials, sessionToken: 'FwoGZX+/=token' } },
  ])('a call of DynamoDB $name', async ({ credentials }) => {
    const seen: Seen[] = [];
    const client = new DynamoDBClient({ region: 'eu-central-1', credentials, ...catching(seen) });
    const command = new GetItemCommand({ TableName: 'table', Key: { pk: { S: 'ä/€' } } });
    await expect(client.send(command)).rejects.toThrow('seen');
    const [request] = seen;
    if (!request) throw new Error('nothing was sent');
    expect(here(request, scopeOf(request, 'dynamodb', credentials))).toBe(request.headers['authorization']);
  });

  it.each(['plain/0a1b', "a b/ü+*!'()~%.json", 'x/y//z', 'payment-service.production/ff'])(
    'a call of S3 about %s',
    async (Key) => {
      const seen: Seen[] = [];
      const client = new S3Client({ region: 'eu-central-1', credentials: SUITE.credentials, ...catching(seen) });
      await expect(client.send(new GetObjectCommand({ Bucket: 'bucket', Key }))).rejects.toThrow('seen');
      const [request] = seen;
      if (!request) throw new Error('nothing was sent');
      expect(request.path).toBe(encodedPath(`/${Key}`));
      expect(here(request, scopeOf(request, 's3', SUITE.credentials))).toBe(request.headers['authorization']);
    },
  );
});
