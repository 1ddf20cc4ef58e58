import { createHash } from 'node:crypto';
import { done, type Outcome } from '../../core/decision.ts';
import type { Call } from '../../usecases/call.ts';
import { refusedAt } from './located-errors.ts';

const sha256 = (...parts: readonly (string | Uint8Array)[]): string => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
};

/**
 * The command id of a request. With an `Idempotency-Key` on POST the same caller, route, path and key are the same
 * command; query, media type and body are what must not differ under it. Without one every request is its own.
 */
export function commandOf(request: {
  readonly method: string;
  readonly rawPath: string;
  readonly rawQuery: string;
  readonly mediaType: string;
  readonly body: string | Uint8Array;
  readonly subject: string;
  readonly idempotencyKey: string | undefined;
  readonly randomKey: string;
}): Outcome<Call['command']> {
  const { method, rawPath, rawQuery, mediaType, body, subject, idempotencyKey, randomKey } = request;
  // Nobody can send that one again, so nothing is compared with its body.
  if (method !== 'POST' || idempotencyKey === undefined) return done({ key: `http/${randomKey}`, bodySha256: '' });
  if (!/^[\x21-\x7e]{1,128}$/.test(idempotencyKey))
    return refusedAt('header', ['idempotency-key'], 'one to 128 printable ASCII characters without spaces');
  const key = `http/${sha256(JSON.stringify([subject, method, rawPath, idempotencyKey]))}`;
  const bodySha256 = sha256(JSON.stringify([rawQuery, mediaType]), body);
  return done({ key, bodySha256, repeatable: true });
}
