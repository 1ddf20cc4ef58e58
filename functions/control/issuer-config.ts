import * as z from 'zod';
import { Role } from '../../schemas/principal.ts';

/** Whoever can change the keys on their way here can be anyone. */
const JwksUri = z.url({ protocol: /^https?$/ }).refine((text) => {
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
}, 'https, or http on loopback');

const Jwk = z.looseObject({
  kty: z.enum(['RSA', 'EC', 'OKP']),
  kid: z.string().optional(),
  alg: z.string().optional(),
});

/**
 * One OpenID Connect issuer whose access tokens are believed. Algorithms are pinned here and never read from a token;
 * a role claim that maps to nothing gives no role.
 */
export const IssuerConfig = z.strictObject({
  issuer: z.string().min(1).max(256),
  /** What `aud`, or `client_id` where a token has no `aud` (Cognito), must name. */
  audience: z.string().min(1).max(256),
  algorithms: z.array(z.enum(['RS256', 'ES256', 'EdDSA'])).min(1),
  /** Accepted `typ` headers, lower case without `application/`; '' = absent. */
  types: z.array(z.string().max(32)).min(1).default(['at+jwt']),
  keys: z.union([
    z.strictObject({ jwksUri: JwksUri }),
    z.strictObject({ jwks: z.strictObject({ keys: z.array(Jwk).min(1) }) }),
  ]),
  /** What the claim `token_use` must say, where the issuer writes one: of Cognito only access tokens let anybody in. */
  tokenUse: z.literal('access').optional(),
  /** A string or a list of strings; the highest mapped role counts. */
  roleClaim: z.string().min(1).max(128),
  roles: z.record(z.string().max(128), Role),
  /** Keeps the subjects of several issuers apart; two `alice` must never be one person. */
  subjectPrefix: z.string().max(64).default(''),
});
export type IssuerConfig = z.infer<typeof IssuerConfig>;

const distinct = (values: readonly string[]): boolean => new Set(values).size === values.length;

export const IssuerConfigs = z
  .array(IssuerConfig)
  .min(1)
  .max(16)
  .refine((issuers) => distinct(issuers.map(({ issuer }) => issuer)), 'an issuer occurs twice')
  .refine(
    (issuers) => distinct(issuers.map(({ subjectPrefix }) => subjectPrefix)),
    'two issuers share a subject prefix',
  );
