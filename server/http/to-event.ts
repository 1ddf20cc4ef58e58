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
  const hasBody = body.length > 0;
  const text = !hasBody || isUtf8(body); // else base64, as API Gateway does, so that a function sees the bytes that were sent
  const event: APIGatewayProxyEventV2 = {
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
      time: timeOf(atMs),
      timeEpoch: atMs,
    },
    isBase64Encoded: !text,
  };
  if (hasBody) event.body = text ? body.toString() : body.toString('base64');
  return event;
}

/** `30/Nov/2026:00:32:02 +0000`, as the gateway writes it; made once a second. */
function timeOf(atMs: number): string {
  const second = Math.floor(atMs / 1000);
  if (second !== newest.second) {
    const [, day, month, year, time] = new Date(second * 1000).toUTCString().split(' ');
    newest = { second, time: `${day}/${month}/${year}:${time} +0000` };
  }
  return newest.time;
}
let newest = { second: Number.NaN, time: '' };

/** A caller may repeat `set-cookie` alone; everything else is one text already, and they belong to nobody else. */
const flat = (headers: IncomingMessage['headers']): Record<string, string> => {
  if (headers['set-cookie'] === undefined) return headers as Record<string, string>;
  const joined: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined) joined[name] = Array.isArray(value) ? value.join(',') : value;
  return joined;
};
