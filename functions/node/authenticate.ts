import { done, type Outcome, reject } from '../../core/decision.ts';
import { lastUsed } from '../../core/last-used.ts';
import { countsNow, type NodeIdentity, type OpenedNodeToken, openNodeToken } from '../../core/node-token/claims.ts';
import type { World } from '../../usecases/ports.ts';

/** A node sends its token some twenty times before it asks for the next. Kept as they were sent. */
const TOKENS_KEPT = 10_000;
/** A MAC ends the token and tells it from all others: found by that, which costs less to hash, and compared as a whole. */
const MAC_CHARACTERS = 43;

export type Authenticate = (authorization: string | undefined, nowMs: number) => Promise<Outcome<NodeIdentity>>;

/**
 * Whom a node token speaks for. What was once found to be ours is ours as long as its key is one of the keys; that it
 * is not over is looked at every time.
 * @returns `unauthenticated`
 * @see docs/protocol.md §4.5
 */
export function nodeAuthenticator({ keyring, controlPlane }: Pick<World, 'keyring' | 'controlPlane'>): Authenticate {
  const opened = lastUsed<{ readonly header: string; readonly token: OpenedNodeToken }>(TOKENS_KEPT);
  return async (authorization, nowMs) => {
    if (!authorization) return reject('unauthenticated');
    const keys = await keyring.nodeTokenKeys();
    const place = authorization.slice(-MAC_CHARACTERS);
    const kept = opened.get(place);
    const known = kept?.header === authorization ? kept.token : undefined;
    const found = known ?? openNodeToken(bearerOf(authorization), controlPlane, keys);
    if (!found || !countsNow(found, Math.floor(nowMs / 1000), keys))
      return reject('unauthenticated', { reason: 'invalid' });
    if (!known) opened.set(place, { header: authorization, token: found });
    return done(found.identity);
  };
}

const bearerOf = (authorization: string): string => /^bearer +([\w.-]+)$/i.exec(authorization)?.[1] ?? '';
