import { join } from 'node:path';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { expect, it } from 'vitest';
import { AUDIENCE, documentsOf, ensureKey, mintToken } from '../../../local/issuer/issuer.ts';
import { tempFolder } from '../../support/temp-folder.ts';

it('its tokens are verified by the keys it shows, as any OpenID Connect client finds them', async () => {
  const issuer = { url: 'http://127.0.0.1:1', audience: AUDIENCE, key: join(tempFolder(), 'issuer/key.pem') };
  ensureKey(issuer.key);
  ensureKey(issuer.key); // the second start keeps it
  const documents = await documentsOf(issuer);
  const discovery = documents['/.well-known/openid-configuration'] as { issuer: string; jwks_uri: string };
  expect(discovery).toMatchObject({ issuer: issuer.url, jwks_uri: `${issuer.url}/.well-known/jwks.json` });
  const keys = documents[new URL(discovery.jwks_uri).pathname] as JSONWebKeySet;
  expect(Object.keys(keys.keys[0] ?? {}).toSorted()).toStrictEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);

  const token = await mintToken(issuer, { subject: 'ada', role: 'Admin', lifetimeSeconds: 60 });
  const { payload } = await jwtVerify(token, createLocalJWKSet(keys), {
    issuer: issuer.url,
    audience: AUDIENCE,
    algorithms: ['RS256'],
    typ: 'at+jwt',
  });
  expect(payload).toMatchObject({ sub: 'ada', roles: ['Admin'] });
  expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(60);
});
