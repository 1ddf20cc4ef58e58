/*
 * Runs on MiniStack alone, plain and with IAM enforced: LocalStack has no HTTP API. What is refused here never reaches
 * a function of ours, which would answer with problem details and look at the token once more.
 */
import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { decodeJwt, decodeProtectedHeader, type JWTPayload, SignJWT } from 'jose';
import { expect, it } from 'vitest';
import { deployed } from '../support/deployed.ts';
import { deployedPlane } from '../support/deployed-plane.ts';

const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const ours = () => createPrivateKey(readFileSync(deployed().issuer.key));
const nowSeconds = () => Math.floor(Date.now() / 1000);

/** A good token, with these claims instead of its own, signed by this key. */
async function token(claims: JWTPayload, key: KeyObject = ours()): Promise<string> {
  const good = await (await deployedPlane()).token('Viewer', 'vera');
  return new SignJWT({ ...decodeJwt(good), ...claims })
    .setProtectedHeader({ alg: 'RS256', ...decodeProtectedHeader(good) })
    .sign(key);
}
const unsigned = async (): Promise<string> => {
  const [, payload] = (await token({})).split('.');
  return `${Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url')}.${payload}.`;
};
const ask = async (path: string, bearer?: string) => {
  const headers = bearer === undefined ? {} : { authorization: `Bearer ${bearer}` };
  const response = await fetch(`${deployed().url}/api/v1${path}`, { headers });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

it('lets a good token through, to a function that answers', async () => {
  const { status, body } = await ask('/configs', await token({}));
  expect({ status, keys: Object.keys(body).length > 0 }).toStrictEqual({ status: 200, keys: true });
});

it.each<[string, () => Promise<string | undefined>]>([
  ['no token', async () => undefined],
  ['something that is no token', async () => 'nonsense'],
  ['another issuer', () => token({ iss: 'https://issuer.example' })],
  ['another audience', () => token({ aud: 'somebody-else', client_id: 'somebody-else' })],
  ['another key', () => token({}, stranger)],
  ['no signature', unsigned],
  ['a time that is over', () => token({ iat: nowSeconds() - 7200, exp: nowSeconds() - 3600 })],
  ['a time that is to come', () => token({ nbf: nowSeconds() + 3600 })],
])('the gateway itself refuses %s', async (_what, bearer) => {
  const { status, body } = await ask('/configs', await bearer());
  expect({ status, code: body['code'] }).toStrictEqual({ status: 401, code: undefined });
});

it('leaves to the function who is somebody without a role', async () => {
  expect(await ask('/configs', await token({ roles: ['Nobody'] }))).toMatchObject({
    status: expect.toBeOneOf([401, 403]),
    body: { code: expect.any(String) },
  });
});

it('asks nobody for a token who has none to bring: nodes and open routes', async () => {
  expect((await ask('/health')).status).toBe(200);
  expect((await ask('/trust/root')).status).toBe(200);
});
