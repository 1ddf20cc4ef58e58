import * as z from 'zod';
import { NodeId } from '../../schemas/words.ts';
import { done, type Outcome, reject } from '../decision.ts';
import { ASSERTION_TYP, type ReadJws, readJws, verifyJws } from '../integrity/jws.ts';
import type { PublicKey } from '../integrity/keys.ts';

/** RFC 7523 §3, with everything it leaves open closed; other claims are refused. `nbf` may be there. */
const AssertionClaims = z.strictObject({
  iss: NodeId,
  sub: NodeId,
  aud: z.string().max(256),
  exp: z.int().min(0),
  iat: z.int().min(0).optional(),
  nbf: z.int().min(0).optional(),
  jti: z.string().regex(/^[\x21-\x7e]{8,64}$/),
});

export const SKEW_SECONDS = 60;
const LIFETIME_SECONDS = 60;

export interface CheckedAssertion {
  readonly jti: string;
  /** Unix seconds from which the server would refuse it anyway, skew included. */
  readonly deadAtSeconds: number;
}

const refused = (reason: string) => reject('assertion_invalid', { reason });

/** Takes an assertion apart to learn whose key must have signed it; nothing is believed yet. */
export function readAssertion(
  assertion: string,
): { readonly jws: ReadJws; readonly claims: z.infer<typeof AssertionClaims> } | undefined {
  const jws = readJws(assertion, ASSERTION_TYP);
  if (!jws) return undefined;
  const parsed = AssertionClaims.safeParse(jws.claims);
  return parsed.success ? { jws, claims: parsed.data } : undefined;
}

/**
 * Whether an assertion lets a node have a token now; whether its `jti` was used before is asked afterwards.
 * @param key of the node's record, undefined when there is none: told apart from a bad signature by nobody
 * @returns `assertion_invalid` with a reason; `clock_skew` with the server's time, only to who holds the key
 * @see docs/protocol.md §4.4
 */
export function decideAssertion(
  { jws, claims }: NonNullable<ReturnType<typeof readAssertion>>,
  {
    node,
    controlPlane,
    nowSeconds,
    key,
  }: {
    readonly node: string;
    readonly controlPlane: string;
    readonly nowSeconds: number;
    readonly key: PublicKey | undefined;
  },
): Outcome<CheckedAssertion> {
  const { iss, sub, aud, exp, nbf, jti } = claims;
  if (iss !== node || sub !== node) return refused('subject');
  if (!key || !verifyJws(jws, key)) return refused('signature');
  if (aud !== controlPlane) return refused('audience');
  // Without `iat` the longest life is assumed, so that `exp` alone shows a clock that is ahead.
  const begins = Math.max(claims.iat ?? exp - LIFETIME_SECONDS, nbf ?? 0);
  if (exp <= begins || exp - (claims.iat ?? exp - LIFETIME_SECONDS) > LIFETIME_SECONDS) return refused('lifetime');
  const deadAtSeconds = exp + SKEW_SECONDS;
  if (nowSeconds >= deadAtSeconds || begins > nowSeconds + SKEW_SECONDS)
    return reject('clock_skew', { serverTime: new Date(nowSeconds * 1000).toISOString() });
  return done({ jti, deadAtSeconds });
}
