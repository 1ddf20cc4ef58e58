import type { APIGatewayProxyEventV2 } from 'aws-lambda';

interface Asked {
  readonly method: string;
  /** As it was sent, percent-encoded. */
  readonly path: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
  readonly stage?: string;
}

const TEXT = /^(?:text\/|application\/(?:json|javascript|xml))/;
/** Both send text as it is and everything else in base64. */
const bodyOf = ({ body, headers = {} }: Asked) => {
  if (body === undefined) return { isBase64Encoded: false };
  const text = TEXT.test(headers['content-type'] ?? '');
  return { body: Buffer.from(body).toString(text ? 'utf8' : 'base64'), isBase64Encoded: !text };
};

/** What both invent: amounts of time, ids and addresses are those of the samples in AWS's documentation. */
const context = (method: string, path: string, stage: string) => ({
  accountId: '123456789012',
  http: { method, path, protocol: 'HTTP/1.1', sourceIp: '203.0.113.7', userAgent: 'plumb/0.1.0' },
  requestId: 'JKJaXmPLvHcESHA=',
  routeKey: '$default',
  stage,
  time: '22/Nov/2026:09:30:00 +0000',
  timeEpoch: 1_795_339_800_000,
});

/** As an HTTP API sends it: decoded path, a named stage in front, cookies taken out of the headers, query joined. */
export function httpApiEvent(asked: Asked): APIGatewayProxyEventV2 {
  const { method, path, query = '', headers = {}, stage = '$default' } = asked;
  const rawPath = `${stage === '$default' ? '' : `/${stage}`}${decodeURIComponent(path)}`;
  return {
    version: '2.0',
    routeKey: 'ANY /api/v1/{proxy+}',
    rawPath,
    rawQueryString: query,
    cookies: ['theme=dark', 'session=1'],
    headers: {
      accept: '*/*',
      'content-length': '0',
      host: 'r3pmxmplak.execute-api.us-east-2.amazonaws.com',
      'x-amzn-trace-id': 'Root=1-5e6722a7-cc56xmpl46db7ae02d4da47e',
      'x-forwarded-for': '203.0.113.7',
      'x-forwarded-port': '443',
      'x-forwarded-proto': 'https',
      ...headers,
    },
    pathParameters: { proxy: rawPath.slice('/api/v1/'.length) },
    requestContext: {
      ...context(method, rawPath, stage),
      apiId: 'r3pmxmplak',
      domainName: 'r3pmxmplak.execute-api.us-east-2.amazonaws.com',
      domainPrefix: 'r3pmxmplak',
      authorizer: { jwt: { claims: { sub: 'ada', groups: '[admins]' }, scopes: null } },
    } as APIGatewayProxyEventV2['requestContext'],
    ...bodyOf(asked),
  };
}

/** As a function URL sends it: the path as it came, the cookies twice, no authorizer. */
export function functionUrlEvent(asked: Asked): APIGatewayProxyEventV2 {
  const { method, path, query = '', headers = {} } = asked;
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: query,
    cookies: ['theme=dark', 'session=1'],
    headers: {
      cookie: 'theme=dark; session=1',
      host: 'url-id.lambda-url.us-west-2.on.aws',
      'x-amzn-tls-cipher-suite': 'TLS_AES_128_GCM_SHA256',
      'x-amzn-tls-version': 'TLSv1.3',
      'x-amzn-trace-id': 'Root=1-5eb33c07-de25b420912dee103a5db434',
      'x-forwarded-for': '203.0.113.7',
      'x-forwarded-port': '443',
      'x-forwarded-proto': 'https',
      ...headers,
    },
    requestContext: {
      ...context(method, path, '$default'),
      apiId: 'url-id',
      domainName: 'url-id.lambda-url.us-west-2.on.aws',
      domainPrefix: 'url-id',
    },
    ...bodyOf(asked),
  };
}
