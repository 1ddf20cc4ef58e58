import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';

const DEFAULT_STAGE = '$default';

/** A request as API Gateway would hand it to a function: payload format 2.0. */
export function toEvent(
  request: IncomingMessage,
  body: Buffer,
  requestId: string,
  atMs: number,
): APIGatewayProxyEventV2 {
  const { method = 'GET', url = '/', socket } = request;
  const cut = url.indexOf('?');
  const rawPath = cut < 0 ? url : url.slice(0, cut);
  const text = isUtf8(body); // else base64, as API Gateway does, so that a function sees the bytes that were sent
  return {
    version: '2.0',
    routeKey: DEFAULT_STAGE,
    rawPath,
    rawQueryString: cut < 0 ? '' : url.slice(cut + 1),
    headers: flat(request.headers),
    requestContext: {
      accountId: 'embedded',
      apiId: 'embedded',
      domainName: request.headers.host ?? '',
      domainPrefix: '',
      http: {
        method,
        path: rawPath,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: socket.remoteAddress ?? '',
        userAgent: request.headers['user-agent'] ?? '',
      },
      requestId,
      routeKey: DEFAULT_STAGE,
      stage: DEFAULT_STAGE,
      time: new Date(atMs).toISOString(),
      timeEpoch: atMs,
    },
    ...(body.length > 0 ? { body: body.toString(text ? 'utf8' : 'base64') } : {}),
    isBase64Encoded: body.length > 0 && !text,
  };
}

/** A caller may repeat `set-cookie` alone; everything else is one text already, and they belong to nobody else. */
const flat = (headers: IncomingMessage['headers']): Record<string, string> => {
  if (headers['set-cookie'] === undefined) return headers as Record<string, string>;
  const joined: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined) joined[name] = Array.isArray(value) ? value.join(',') : value;
  return joined;
};
