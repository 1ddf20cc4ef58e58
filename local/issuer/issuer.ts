import { createPrivateKey, createPublicKey, generateKeyPairSync, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { calculateJwkThumbprint, exportJWK, type JWK, SignJWT } from 'jose';
import type { Role } from '../../schemas/principal.ts';
import type { LocalIssuer } from '../state.ts';

/** RS256 is all that the JWT authorizer of an HTTP API takes. */
const ALGORITHM = 'RS256';
export const AUDIENCE = 'plumbline-local';
/** The claim that names the roles, as the deployment is told by default. */
const ROLE_CLAIM = 'roles';

/** Makes the issuer's key when there is none yet. */
export function ensureKey(file: string): void {
  if (existsSync(file)) return;
  mkdirSync(dirname(file), { recursive: true });
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
}

const keyIn = (file: string) => createPrivateKey(readFileSync(file));

async function publicJwk(file: string): Promise<JWK & { readonly kid: string }> {
  const jwk = await exportJWK(createPublicKey(keyIn(file)));
  return { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: ALGORITHM, use: 'sig' };
}

/** What the issuer shows, by path: OpenID Connect Discovery 1.0 §4 and its keys. */
export async function documentsOf({ url, key }: Pick<LocalIssuer, 'url' | 'key'>): Promise<Record<string, unknown>> {
  const jwksUri = `${url}/.well-known/jwks.json`;
  return {
    '/.well-known/openid-configuration': {
      issuer: url,
      jwks_uri: jwksUri,
      response_types_supported: ['none'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: [ALGORITHM],
    },
    '/.well-known/jwks.json': { keys: [await publicJwk(key)] },
  };
}

export interface Claims {
  readonly subject: string;
  readonly role: Role;
  readonly lifetimeSeconds: number;
}

/** An access token (RFC 9068) of the local issuer; it need not run for that. */
export async function mintToken(issuer: LocalIssuer, { subject, role, lifetimeSeconds }: Claims): Promise<string> {
  const { kid } = await publicJwk(issuer.key);
  const nowSeconds = Math.floor(Date.now() / 1000);
  return new SignJWT({ [ROLE_CLAIM]: [role], client_id: issuer.audience })
    .setProtectedHeader({ alg: ALGORITHM, typ: 'at+jwt', kid })
    .setIssuer(issuer.url)
    .setAudience(issuer.audience)
    .setSubject(subject)
    .setJti(randomUUID())
    .setIssuedAt(nowSeconds)
    .setExpirationTime(nowSeconds + lifetimeSeconds)
    .sign(keyIn(issuer.key));
}
