import { createLocalJWKSet, createRemoteJWKSet, errors, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose';
import { done, type Outcome, reject } from '../../core/decision.ts';
import { type CompactJws, readCompact } from '../../core/integrity/compact.ts';
import { SubjectId } from '../../schemas/access.ts';
import type { Role } from '../../schemas/principal.ts';
import type { IssuerConfig } from './issuer-config.ts';

const TOKEN_CHARACTERS = 8 * 1024;
const CLOCK_TOLERANCE_SECONDS = 30;
/** The last second that RFC 3339 can write: a later expiry is none. */
const LAST_SECOND = 253_402_300_799;
const RANKED: readonly Role[] = ['Admin', 'Operator', 'Developer', 'Viewer'];

/** A person with a valid token; without a mapped role there is nothing they may do. */
export interface Person {
  readonly subject: string;
  readonly role: Role | undefined;
}
export type Authenticate = (authorization: string | undefined) => Promise<Outcome<Person>>;

/**
 * Checks the bearer token of a person (RFC 8725, RFC 9068): the issuer picks the keys, algorithms, audience and type
 * from our configuration, and nothing a token says of itself widens them. Node and enrolment tokens fail here.
 * @returns `unauthenticated`, with `reason: expired` when all but the time was right
 * @throws when the keys of an issuer cannot be fetched, which is a fault and not the caller's
 */
export function authenticator(issuers: readonly IssuerConfig[], now: () => number): Authenticate {
  const known = new Map(issuers.map((config) => [config.issuer, { config, keys: keysOf(config) }]));
  return async (authorization) => {
    const [, token] = /^bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization ?? '') ?? [];
    if (authorization === undefined) return reject('unauthenticated');
    const read = token && token.length <= TOKEN_CHARACTERS ? readCompact(token) : undefined;
    // Read before anything is verified: it only chooses which issuer must have signed.
    const trusted = known.get(String(read?.claims['iss']));
    if (!token || !read || !trusted || !wellFormed(read)) return reject('unauthenticated', { reason: 'invalid' });
    const { config, keys } = trusted;
    try {
      const { payload, protectedHeader } = await jwtVerify(token, keys, {
        algorithms: config.algorithms,
        issuer: config.issuer,
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
        currentDate: new Date(now()),
        requiredClaims: ['exp', 'sub'],
      });
      const fits =
        typeFits(config, protectedHeader.typ) && audienceFits(config, payload) && useFits(config, payload['token_use']);
      const subject = SubjectId.safeParse(`${config.subjectPrefix}${payload.sub}`);
      if (!fits || !subject.success) return reject('unauthenticated', { reason: 'invalid' });
      return done({ subject: subject.data, role: roleOf(config, payload) });
    } catch (error) {
      if (error instanceof errors.JWTExpired) return reject('unauthenticated', { reason: 'expired' });
      if (isOurs(error)) throw error;
      return reject('unauthenticated', { reason: 'invalid' });
    }
  };
}

/** What is wrong with the issuer's key set or the way to it, not with the token. */
const isOurs = (error: unknown): boolean =>
  !(error instanceof errors.JOSEError) ||
  error instanceof errors.JWKSTimeout ||
  error instanceof errors.JWKSInvalid ||
  error.code === errors.JOSEError.code; // the key set was not answered as one

const keysOf = ({ keys }: IssuerConfig) =>
  'jwks' in keys ? createLocalJWKSet(keys.jwks as JSONWebKeySet) : createRemoteJWKSet(new URL(keys.jwksUri));

/**
 * Kinds of what is believed later: a `sub` in a list would name the person in it, an `exp` of 1e400 never come. No
 * extension is understood here, so none can be critical.
 */
const wellFormed = ({ header, claims: { iss, sub, exp } }: CompactJws): boolean =>
  typeof iss === 'string' &&
  typeof sub === 'string' &&
  typeof exp === 'number' &&
  exp <= LAST_SECOND &&
  !Object.hasOwn(header, 'crit') &&
  !Object.hasOwn(header, 'b64');

const typeFits = ({ types }: IssuerConfig, typ: unknown): boolean =>
  types.includes(typeof typ === 'string' ? typ.toLowerCase().replace(/^application\//, '') : '');

const useFits = ({ tokenUse }: IssuerConfig, use: unknown): boolean => tokenUse === undefined || use === tokenUse;

const audienceFits = ({ audience }: IssuerConfig, { aud, client_id }: JWTPayload): boolean =>
  aud === undefined ? client_id === audience : [aud].flat().includes(audience);

const roleOf = ({ roleClaim, roles }: IssuerConfig, payload: JWTPayload): Role | undefined => {
  const claim = Object.hasOwn(payload, roleClaim) ? payload[roleClaim] : undefined;
  const mapped = [claim]
    .flat()
    .flatMap((value) => (typeof value === 'string' && Object.hasOwn(roles, value) ? [roles[value]] : []));
  return RANKED.find((role) => mapped.includes(role));
};
