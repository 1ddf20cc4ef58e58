import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { IssuerConfig } from '../../../functions/control/issuer-config.ts';
import { START } from '../../support/virtual-clock.ts';

export const NOW_SECONDS = Math.floor(Date.parse(START) / 1000);

/** An issuer of a test: its configuration, and tokens by it with anything changed. */
export async function testIssuer(changes: Partial<IssuerConfig> = {}) {
  const pair = await generateKeyPair('ES256', { extractable: true });
  const jwk = { ...(await exportJWK(pair.publicKey)), alg: 'ES256', kid: 'k1' };
  const config = IssuerConfig.parse({
    issuer: 'https://people.example',
    audience: 'plumbline',
    algorithms: ['ES256'],
    types: ['at+jwt'],
    keys: { jwks: { keys: [jwk] } },
    roleClaim: 'groups',
    roles: { admins: 'Admin', operators: 'Operator', developers: 'Developer', viewers: 'Viewer' },
    ...changes,
  });
  const claims = {
    iss: config.issuer,
    aud: config.audience as string | string[] | undefined,
    sub: 'ada',
    iat: NOW_SECONDS,
    exp: NOW_SECONDS + 600,
    groups: ['admins'] as unknown,
  };
  const sign = (
    over: Record<string, unknown> = {},
    header: Record<string, unknown> = {},
    key: Parameters<SignJWT['sign']>[0] = pair.privateKey,
  ): Promise<string> =>
    new SignJWT(JSON.parse(JSON.stringify({ ...claims, ...over })))
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: 'k1', ...header })
      .sign(key);
  return { config, pair, jwk, sign, claims };
}
