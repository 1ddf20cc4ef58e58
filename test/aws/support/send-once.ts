import { request } from 'node:http';
import type { Send } from '../../contract/blob-terms.ts';

/**
 * Sends as any client does: the length is that of the bytes, whatever was announced. Each request has a connection of
 * its own, because LocalStack answers some uploads before it has read them and then serves nothing more on that one.
 */
export const sendOnce: Send = (method, url, body = new Uint8Array(), headers = {}) =>
  new Promise((resolve, reject) => {
    const length = method === 'PUT' ? { 'content-length': String(body.byteLength) } : {};
    const sent = request(url, { method, agent: false, headers: { ...headers, ...length } }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, bytes: Buffer.concat(chunks) }));
    });
    sent.on('error', reject);
    sent.end(method === 'PUT' ? body : undefined);
  });
