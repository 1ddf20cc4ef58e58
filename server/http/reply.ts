import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { BlobResponse } from '../../adapters/embedded/blobs/serve-blob.ts';

/** Writes a function's answer as HTTP. */
export function reply(
  response: ServerResponse,
  { statusCode = 200, headers = {}, body, isBase64Encoded }: APIGatewayProxyStructuredResultV2,
): void {
  const bytes = Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8');
  response.statusCode = statusCode;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, String(value));
  if (statusCode !== 204 && statusCode !== 304 && !response.hasHeader('content-length'))
    response.setHeader('content-length', bytes.length);
  response.end(bytes);
}

/** Streams a blob; a reader who leaves early ends it. */
export async function replyBlob(response: ServerResponse, { status, headers, body }: BlobResponse): Promise<void> {
  response.writeHead(status, { ...headers });
  await pipeline(body instanceof Uint8Array ? [body] : body, response);
}
