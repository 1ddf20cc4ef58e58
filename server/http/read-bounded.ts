import type { IncomingMessage } from 'node:http';

/** Why a body was not read to its end. */
export type Unread = 'too_large' | 'too_slow' | 'aborted';

/**
 * Reads a body of at most `limitBytes`. An announced length above it is refused before a byte is read; an unannounced
 * one at the first byte too many, so that memory stays bounded by what is allowed.
 */
export function readBounded(request: IncomingMessage, limitBytes: number, timeoutMs: number): Promise<Buffer | Unread> {
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > limitBytes) return Promise.resolve('too_large');
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let sizeBytes = 0;
    const settle = (outcome: Buffer | Unread): void => {
      clearTimeout(timer);
      request.off('data', take);
      resolve(outcome);
    };
    const take = (chunk: Buffer): void => {
      sizeBytes += chunk.length;
      if (sizeBytes > limitBytes) settle('too_large');
      else chunks.push(chunk);
    };
    const timer = setTimeout(settle, timeoutMs, 'too_slow');
    request.on('data', take);
    request.once('end', () => settle(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    request.once('error', () => settle('aborted'));
    request.once('close', () => settle('aborted'));
  });
}
