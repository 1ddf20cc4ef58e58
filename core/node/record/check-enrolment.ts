import { EnrolmentClaims } from '../../../schemas/node-messages.ts';
import { done, type Outcome, reject } from '../../decision.ts';
import { ENROLMENT_TYP, type ReadJws, readJws, verifyJws } from '../../integrity/jws.ts';
import { type PublicKey, publicKeyOfJwk, thumbprint } from '../../integrity/keys.ts';
import type { NodeKeys } from './state.ts';

/** A request whose key signed it, addressed to us, made just now. */
export interface CheckedEnrolment {
  readonly claims: EnrolmentClaims;
  readonly keys: NodeKeys;
  readonly fingerprint: string;
  readonly request: string;
}

/** Claims and signature, before anything is read: `iat` within five minutes bounds how long a caught request is of use. */
export function checkEnrolment(
  { id, request }: { readonly id: string; readonly request: string },
  controlPlane: string,
  at: string,
): Outcome<CheckedEnrolment> {
  const refused = (reason: string) => reject('enrolment_refused', { reason });
  const jws = readJws(request, ENROLMENT_TYP);
  const parsed = EnrolmentClaims.safeParse(jws?.claims);
  if (!jws || !parsed.success) return refused('request');
  const claims = parsed.data;
  const key = signer(jws, claims);
  if (!key) return refused('signature');
  if (!publicKeyOfJwk(claims.encryptionKey)) return refused('encryption_key');
  if (claims.controlPlane !== controlPlane) return refused('control_plane');
  if (claims.tokenId !== id) return refused('token_id');
  if (Math.abs(Date.parse(at) / 1000 - claims.iat) > ENROLMENT_SKEW_SECONDS)
    return reject('clock_skew', { serverTime: at });
  const keys = {
    identityKey: claims.identityKey,
    encryptionKey: claims.encryptionKey,
    thumbprint: thumbprint(claims.identityKey),
  };
  return done({ claims, keys, fingerprint: key.keyId, request });
}

const ENROLMENT_SKEW_SECONDS = 300;

const signer = (jws: ReadJws, { identityKey }: EnrolmentClaims): PublicKey | undefined => {
  const key = publicKeyOfJwk(identityKey);
  return key && verifyJws(jws, key) ? key : undefined;
};
