import { createHash } from 'node:crypto';
import type { StoredEvent, StreamId } from '../../schemas/event.ts';
import type { Sha256 } from '../../schemas/words.ts';
import { canonical } from './canonical.ts';

const DOMAIN = 'plumbline/event/v1';

const sha256 = (...parts: readonly (string | Uint8Array)[]): Sha256 => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
};

/** Chain hash before the first event of a stream. @see docs/protocol.md §6 */
export const genesis = (stream: StreamId): Sha256 => sha256(DOMAIN, '\0', stream);

/** SHA-256(salt ‖ canonical payload): survives erasing, tells nothing without the salt. */
export const payloadHash = (payload: NonNullable<StoredEvent['payload']>, salt: string): Sha256 =>
  sha256(Buffer.from(salt, 'base64url'), canonical(payload));

/** Hash of one event over everything but its own hash, payload and salt. @see docs/protocol.md §6 */
export const eventHash = (event: Omit<StoredEvent, 'hash' | 'payload' | 'salt'>): Sha256 =>
  sha256(
    DOMAIN,
    '\0',
    canonical({
      stream: event.stream,
      revision: event.revision,
      type: event.type,
      schemaVersion: event.schemaVersion,
      authority: event.authority,
      actor: event.actor,
      role: event.role,
      at: event.at,
      traceId: event.traceId,
      payloadHash: event.payloadHash,
      previousHash: event.previousHash,
    }),
  );
