import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { BlobResponse } from '../../adapters/embedded/blobs/serve-blob.ts';

/** Writes a function's answer as HTTP. */
export function reply(
  response: ServerResponse,
  { statusCode = 200, headers = {}, body, isBase64Encoded }: APIGatewayProxyStructuredResultV2,
): void {
  const bytes = isBase64Encoded ? Buffer.from(body ?? '', 'base64') : (body ?? ''); // text goes out with its headers in one
  const sized = statusCode === 204 || statusCode === 304 || 'content-length' in headers;
  const all = sized ? headers : { ...headers, 'content-length': Buffer.byteLength(bytes) };
  response.writeHead(statusCode, all as OutgoingHttpHeaders).end(bytes);
}

/** Streams a blob; a reader who leaves early ends it. */
export async function replyBlob(response: ServerResponse, { status, headers, body }: BlobResponse): Promise<void> {
  response.writeHead(status, { ...headers });
  if (body instanceof Uint8Array) response.end(body);
  else await pipeline(body, response);
}
