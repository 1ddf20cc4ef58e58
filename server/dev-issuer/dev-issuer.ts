import { createPrivateKey, createPublicKey } from 'node:crypto';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import { keyFile, readKey } from '../../adapters/embedded/keys/key-file.ts';
import { newSigningKey } from '../../adapters/embedded/keys/signer.ts';
import type { IssuerConfig } from '../../functions/control/issuer-config.ts';
import { Role } from '../../schemas/principal.ts';

/** Names the one issuer that is for development alone; the cloud refuses it by name. */
export const DEVELOPMENT_ISSUER = 'https://development.plumbline.invalid';
const AUDIENCE = 'plumbline';
/** Set apart from the subjects of real issuers, and visible in every audit record. */
export const DEVELOPMENT_PREFIX = 'development:';

const keyPath = (dataDir: string): string => join(dataDir, 'keys', 'development-issuer.pem');

/**
 * The development issuer as the control plane is told of it; its key is made at first use.
 * @param subjectPrefix {@link DEVELOPMENT_PREFIX} when others can reach the server, else ''
 */
export function developmentIssuer(dataDir: string, subjectPrefix: string): IssuerConfig {
  const pem = keyFile(keyPath(dataDir), () => newSigningKey('release', '').privateKey);
  const { crv, x, y } = createPublicKey(pem).export({ format: 'jwk' });
  return {
    issuer: DEVELOPMENT_ISSUER,
    audience: AUDIENCE,
    algorithms: ['ES256'],
    types: ['at+jwt'],
    keys: { jwks: { keys: [{ kty: 'EC', crv, x, y, alg: 'ES256', kid: 'development' }] } },
    roleClaim: 'role',
    roles: Object.fromEntries(Role.options.map((role) => [role.toLowerCase(), role])),
    subjectPrefix,
  };
}

/** Who a development token speaks for, and from when (Unix seconds) for how long. */
export interface DevelopmentClaims {
  readonly subject: string;
  readonly role: Role;
  readonly issuedAtSeconds: number;
  readonly lifetimeSeconds: number;
}

/**
 * Signs a token with the issuer key in a data directory; no server needs to run.
 * @throws when there is no key: the directory was never served
 */
export async function signDevelopmentToken(dataDir: string, claims: DevelopmentClaims): Promise<string> {
  return new SignJWT({ role: claims.role.toLowerCase() })
    .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: 'development' })
    .setIssuer(DEVELOPMENT_ISSUER)
    .setAudience(AUDIENCE)
    .setSubject(claims.subject)
    .setIssuedAt(claims.issuedAtSeconds)
    .setExpirationTime(claims.issuedAtSeconds + claims.lifetimeSeconds)
    .sign(createPrivateKey(issuerKey(dataDir)));
}

function issuerKey(dataDir: string): string {
  try {
    return readKey(keyPath(dataDir));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new Error(`${dataDir} has no development issuer: start a server on it first`, { cause: error });
  }
}
