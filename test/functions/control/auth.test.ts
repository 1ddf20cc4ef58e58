import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { done, reject } from '../../../core/decision.ts';
import { authenticator } from '../../../functions/control/auth.ts';
import { IssuerConfigs } from '../../../functions/control/issuer-config.ts';
import { NOW_SECONDS, testIssuer } from './people.ts';

const issuer = await testIssuer();
const authenticate = authenticator([issuer.config], () => NOW_SECONDS * 1000);
const bearer = (token: string) => authenticate(`Bearer ${token}`);
const INVALID = reject('unauthenticated', { reason: 'invalid' });
const EXPIRED = reject('unauthenticated', { reason: 'expired' });

const good = await issuer.sign();

describe('a people’s token', () => {
  it('gives subject and role', async () =>
    expect(await bearer(good)).toStrictEqual(done({ subject: 'ada', role: 'Admin' })));
  it('may name the scheme in any case', async () =>
    expect(await authenticate(`bearer ${good}`)).toStrictEqual(done({ subject: 'ada', role: 'Admin' })));
  it('is asked for when there is none', async () =>
    expect(await authenticate(undefined)).toStrictEqual(reject('unauthenticated')));

  it.each([
    { name: 'the highest of several', groups: ['viewers', 'operators'], role: 'Operator' },
    { name: 'one as plain text', groups: 'developers', role: 'Developer' },
    { name: 'none for an unmapped word', groups: ['root'], role: undefined },
    { name: 'none for the name of the role itself', groups: ['Admin'], role: undefined },
    { name: 'none for a word every object has', groups: ['constructor', '__proto__', 'toString'], role: undefined },
    { name: 'none without the claim', groups: undefined, role: undefined },
    { name: 'none for a claim of another kind', groups: { admins: true }, role: undefined },
  ])('role: $name', async ({ groups, role }) =>
    expect(await bearer(await issuer.sign({ groups }))).toStrictEqual(done({ subject: 'ada', role })),
  );

  it.each([
    { name: 'aud among several', claims: { aud: ['x', 'plumbline'] }, expected: true },
    { name: 'client_id without aud', claims: { aud: undefined, client_id: 'plumbline' }, expected: true },
    { name: 'another client_id without aud', claims: { aud: undefined, client_id: 'x' }, expected: false },
    { name: 'client_id does not help a wrong aud', claims: { aud: 'x', client_id: 'plumbline' }, expected: false },
    { name: 'neither', claims: { aud: undefined }, expected: false },
    { name: 'an audience that only starts alike', claims: { aud: 'plumbline2' }, expected: false },
  ])('audience: $name', async ({ claims, expected }) =>
    expect((await bearer(await issuer.sign(claims))).ok).toBe(expected),
  );

  it.each([
    { name: 'expired by the tolerance', claims: { exp: NOW_SECONDS - 30 }, expected: EXPIRED },
    {
      name: 'expired within the tolerance',
      claims: { exp: NOW_SECONDS - 29 },
      expected: done({ subject: 'ada', role: 'Admin' }),
    },
    { name: 'not before, beyond the tolerance', claims: { nbf: NOW_SECONDS + 31 }, expected: INVALID },
    {
      name: 'not before, within the tolerance',
      claims: { nbf: NOW_SECONDS + 30 },
      expected: done({ subject: 'ada', role: 'Admin' }),
    },
    { name: 'without an expiry', claims: { exp: undefined }, expected: INVALID },
    { name: 'with an expiry that is no number', claims: { exp: '99999999999' }, expected: INVALID },
  ])('time: $name', async ({ claims, expected }) =>
    expect(await bearer(await issuer.sign(claims))).toStrictEqual(expected),
  );

  it.each(['at+jwt', 'application/at+jwt', 'AT+JWT'])('type: %s passes', async (typ) =>
    expect((await bearer(await issuer.sign({}, { typ }))).ok).toBe(true),
  );
});

/* Forged and foreign tokens are presented at every door in test/attacks/identity/jwt. */
describe('refused is', () => {
  it('a token with a kid that the issuer does not have, although its key signed', async () =>
    expect(await bearer(await issuer.sign({}, { kid: 'k2' }))).toStrictEqual(INVALID));
  it('a token named twice in one header', async () =>
    expect(await bearer(`${good},Bearer ${good}`)).toStrictEqual(INVALID));
  it('a token above 8 KiB, and not one of 8 KiB', async () => {
    const sized = (characters: number) => issuer.sign({ pad: 'x'.repeat(characters) });
    const least = (await sized(0)).length;
    const longest = await sized(Math.floor(((8192 - least) * 3) / 4));
    expect(8192 - longest.length).toBeLessThan(4);
    expect((await bearer(longest)).ok).toBe(true);
    expect(await bearer(await sized(Math.floor(((8192 - least) * 3) / 4) + 3))).toStrictEqual(INVALID);
  });

  it.each(['Basic YTpi', 'Enrolment id.secret', 'Bearer', 'DPoP x.y.z', ''])('another scheme: %s', async (header) =>
    expect(await authenticate(header)).toStrictEqual(INVALID),
  );
});

describe('two issuers', () => {
  it('never share a person or a key', async () => {
    const second = await testIssuer({ issuer: 'https://partners.example', subjectPrefix: 'partner:' });
    const both = authenticator([issuer.config, second.config], () => NOW_SECONDS * 1000);
    expect(await both(`Bearer ${await second.sign()}`)).toStrictEqual(done({ subject: 'partner:ada', role: 'Admin' }));
    const crossed = await issuer.sign({ iss: 'https://partners.example' });
    expect(await both(`Bearer ${crossed}`)).toStrictEqual(INVALID);
  });
});

describe('an issuer whose keys are fetched', () => {
  let answer: { status: number; body: string } | undefined;
  let jwks: Server;
  let url: string;
  beforeEach(async () => {
    answer = undefined;
    jwks = createServer((_request, response) => response.writeHead(answer?.status ?? 500).end(answer?.body)).listen(
      0,
      '127.0.0.1',
    );
    await once(jwks, 'listening');
    url = `http://127.0.0.1:${(jwks.address() as AddressInfo).port}/jwks`;
  });
  afterEach(() => jwks.close());
  const asking = async (jwksUri: string) => {
    const fetched = await testIssuer({ keys: { jwksUri } });
    answer ??= { status: 200, body: JSON.stringify({ keys: [fetched.jwk] }) };
    return authenticator([fetched.config], () => NOW_SECONDS * 1000)(`Bearer ${await fetched.sign()}`);
  };

  it('is believed', async () => {
    expect(await asking(url)).toStrictEqual(done({ subject: 'ada', role: 'Admin' }));
  });
  it.each([
    { name: 'answers no 200', status: 503, body: '{}' },
    { name: 'answers no JSON', status: 200, body: '<html>' },
    { name: 'answers no key set', status: 200, body: '{"keys":{}}' },
  ])('that $name is our fault, not the caller’s', async ({ status, body }) => {
    answer = { status, body };
    await expect(asking(url)).rejects.toThrow();
  });
  it('that cannot be reached is our fault too', async () => {
    jwks.close();
    await once(jwks, 'close');
    await expect(asking(url)).rejects.toThrow();
  });
  it('without the key of the token, the token is not valid', async () => {
    answer = { status: 200, body: JSON.stringify({ keys: [{ ...issuer.jwk, kid: 'another' }] }) };
    expect(await asking(url)).toStrictEqual(INVALID);
  });
});

describe('the configuration of issuers', () => {
  const { keys: _keys, ...rest } = issuer.config;
  const at = (jwksUri: string) => IssuerConfigs.safeParse([{ ...rest, keys: { jwksUri } }]).success;
  it.each([
    ['https://id.example/jwks', true],
    ['http://127.0.0.1:8080/jwks', true],
    ['http://localhost/jwks', true],
    ['http://id.example/jwks', false],
    ['http://127.0.0.1.id.example/jwks', false],
    ['file:///etc/passwd', false],
  ])('keys from %s: %s', (uri, taken) => expect(at(uri)).toBe(taken));

  it.each([
    { name: 'one issuer twice', issuers: [issuer.config, { ...issuer.config, subjectPrefix: 'b:' }] },
    {
      name: 'two issuers whose subjects could meet',
      issuers: [issuer.config, { ...issuer.config, issuer: 'https://b.example' }],
    },
    { name: 'a shared secret as algorithm', issuers: [{ ...issuer.config, algorithms: ['HS256'] }] },
    { name: 'no algorithm', issuers: [{ ...issuer.config, algorithms: [] }] },
    {
      name: 'a shared secret as key',
      issuers: [{ ...issuer.config, keys: { jwks: { keys: [{ kty: 'oct', k: 'AAAA' }] } } }],
    },
    { name: 'a role that is none', issuers: [{ ...issuer.config, roles: { x: 'Root' } }] },
    { name: 'nobody', issuers: [] },
  ])('refuses $name', ({ issuers }) => expect(IssuerConfigs.safeParse(issuers).success).toBe(false));
});
