import type { IncomingMessage } from 'node:http';
import type { Deadlines } from './deadlines.ts';

/** Why a body was not read to its end. */
export type Unread = 'too_large' | 'too_slow' | 'aborted';

/**
 * Reads a body of at most `limitBytes`. An announced length above it is refused before a byte is read; an unannounced
 * one at the first byte too many, so that memory stays bounded by what is allowed.
 */
export function readBounded(request: IncomingMessage, limitBytes: number, slow: Deadlines): Promise<Buffer | Unread> {
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > limitBytes) return Promise.resolve('too_large');
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let sizeBytes = 0;
    let settled = false;
    const settle = (outcome: Buffer | Unread): void => {
      if (settled) return;
      settled = true;
      inTime();
      request.off('data', take);
      resolve(outcome);
    };
    const take = (chunk: Buffer): void => {
      sizeBytes += chunk.length;
      if (sizeBytes > limitBytes) settle('too_large');
      else chunks.push(chunk);
    };
    const inTime = slow.begin(() => settle('too_slow'));
    request.on('data', take);
    request.on('end', () => settle(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    request.on('error', () => settle('aborted'));
    request.on('close', () => settle('aborted'));
  });
}
