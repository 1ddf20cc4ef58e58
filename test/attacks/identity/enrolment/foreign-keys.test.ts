import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENROLMENT_TYP, jwsOf, jwsSigningInput } from '../../../../core/integrity/jws.ts';
import { CLUSTER_NAME } from '../../../support/draft-release.ts';
import { type Enroller, enroller, headerOf, idOf, pair, refusedFor } from './enroller.ts';

/* Whose key is it? Only the key that signed the request is taken, and only one of the one kind there is. */

let w: Enroller;
let token: string;
beforeAll(async () => {
  w = await enroller();
  token = await w.newToken({ uses: 1000 });
});
afterAll(() => w.close());

type Jwk = Readonly<Record<string, unknown>>;
const publicJwk = (key: KeyObject): Jwk => key.export({ format: 'jwk' });
const FIELD = BigInt('0xffffffff00000001000000000000000000000000ffffffffffffffffffffffff');
const coordinate = (value: bigint): string =>
  Buffer.from(value.toString(16).padStart(64, '0'), 'hex').toString('base64url');
const numberOf = (text: unknown): bigint => BigInt(`0x${Buffer.from(String(text), 'base64url').toString('hex')}`);

/** A request with any key in it, signed by any key. */
async function ask(identityKey: unknown, signer: KeyObject, encryptionKey: unknown = publicJwk(pair().publicKey)) {
  const claims = {
    controlPlane: w.world.controlPlane,
    tokenId: idOf(token),
    cluster: CLUSTER_NAME,
    identityKey,
    encryptionKey,
    facts: {},
    iat: Math.floor(w.clock.now() / 1000),
    jti: 'foreign-key',
  };
  const input = jwsSigningInput(ENROLMENT_TYP, claims as never);
  const encoding = signer.asymmetricKeyType === 'ec' ? { dsaEncoding: 'ieee-p1363' as const } : {};
  const digest = signer.asymmetricKeyType === 'ed25519' ? null : 'sha256';
  const request = jwsOf(input, sign(digest, Buffer.from(input), { key: signer, ...encoding }));
  return w.stranger().post('/nodes', { request }, headerOf(token));
}
const nothingMade = async (answer: () => Promise<unknown>, refused: object): Promise<void> => {
  const before = [await w.usesLeft(token), await w.made()];
  expect(await answer()).toMatchObject(refused);
  expect([await w.usesLeft(token), await w.made()]).toStrictEqual(before);
};

it('a key that signed for itself is taken', async () => {
  const { publicKey, privateKey } = pair();
  expect((await ask(publicJwk(publicKey), privateKey)).status).toBe(201);
});

describe('a key that somebody else holds is not taken', () => {
  it('another node’s, which everybody can see', async () => {
    const victim = await w.enrolled();
    await nothingMade(() => ask({ ...victim.identityKey }, pair().privateKey), refusedFor('signature'));
    expect((await victim.checkIn()).status).toBe(200);
  });
  it('one of a node that is still to come', async () => {
    const coming = pair();
    await nothingMade(() => ask(publicJwk(coming.publicKey), pair().privateKey), refusedFor('signature'));
    expect((await ask(publicJwk(coming.publicKey), coming.privateKey)).status).toBe(201);
  });
  it('the negative of one’s own point', async () => {
    const { publicKey, privateKey } = pair();
    const { x, y, ...rest } = publicJwk(publicKey);
    const mirrored = { ...rest, x, y: coordinate(FIELD - numberOf(y)) };
    await nothingMade(() => ask(mirrored, privateKey), refusedFor('signature'));
  });
});

const own = pair();
const { x, y } = publicJwk(own.publicKey);
const P256 = { kty: 'EC', crv: 'P-256' };
const ed25519 = generateKeyPairSync('ed25519');
const x25519 = generateKeyPairSync('x25519');
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const [p384, p521, k256] = [pair('P-384'), pair('P-521'), pair('secp256k1')];

const WRONG_SHAPES: readonly (readonly [string, unknown, KeyObject])[] = [
  ['of P-384', publicJwk(p384.publicKey), p384.privateKey],
  ['of P-521', publicJwk(p521.publicKey), p521.privateKey],
  ['of secp256k1', publicJwk(k256.publicKey), k256.privateKey],
  ['of P-384, called P-256', { ...publicJwk(p384.publicKey), crv: 'P-256' }, p384.privateKey],
  ['of Ed25519', publicJwk(ed25519.publicKey), ed25519.privateKey],
  ['of RSA', publicJwk(rsa.publicKey), rsa.privateKey],
  ['that is a secret', { kty: 'oct', k: 'c2VjcmV0' }, own.privateKey],
  ['with its private part', own.privateKey.export({ format: 'jwk' }), own.privateKey],
  ['with a use', { ...P256, x, y, use: 'enc' }, own.privateKey],
  ['with a key id', { ...P256, x, y, kid: 'mine' }, own.privateKey],
  ['without its curve', { kty: 'EC', x, y }, own.privateKey],
  ['of a curve in another case', { ...P256, crv: 'p-256', x, y }, own.privateKey],
  ['with x alone', { ...P256, x }, own.privateKey],
  ['with a coordinate of 33 bytes', { ...P256, x: Buffer.alloc(33, 1).toString('base64url'), y }, own.privateKey],
  ['with a coordinate of 31 bytes', { ...P256, x: Buffer.alloc(31, 1).toString('base64url'), y }, own.privateKey],
  ['with padding', { ...P256, x: `${String(x)}=`, y }, own.privateKey],
  ['in PEM', own.publicKey.export({ format: 'pem', type: 'spki' }), own.privateKey],
  ['that is null', null, own.privateKey],
];
/** 43 characters that decode to 32 bytes, and are no point of the curve, or none in the one way it is written. */
const WRONG_POINTS: readonly (readonly [string, Jwk])[] = [
  ['off the curve', { ...P256, x, y: coordinate(numberOf(y) ^ 1n) }],
  ['at zero', { ...P256, x: coordinate(0n), y: coordinate(0n) }],
  ['with its coordinates changed over', { ...P256, x: y, y: x }],
  ['beyond the field', { ...P256, x: coordinate(FIELD), y }],
  ['of all ones', { ...P256, x: coordinate(2n ** 256n - 1n), y: coordinate(2n ** 256n - 1n) }],
  ['of a smaller curve (secp256k1)', { ...publicJwk(k256.publicKey), crv: 'P-256' }],
  ['of X25519', { ...P256, x: publicJwk(x25519.publicKey)['x'], y: publicJwk(x25519.publicKey)['x'] }],
];

describe('a key of another kind is not taken', () => {
  it.each(WRONG_SHAPES)('as identity: %s', (_name, jwk, signer) =>
    nothingMade(() => ask(jwk, signer), refusedFor('request')),
  );
  it.each(WRONG_POINTS)('as identity: %s', (_name, jwk) =>
    nothingMade(() => ask(jwk, own.privateKey), refusedFor('signature')),
  );
  it.each(WRONG_SHAPES)('for encryption: %s', (_name, jwk) =>
    nothingMade(() => ask({ ...P256, x, y }, own.privateKey, jwk), refusedFor('request')),
  );
  it.each(WRONG_POINTS)('for encryption: %s', (_name, jwk) =>
    nothingMade(() => ask({ ...P256, x, y }, own.privateKey, jwk), refusedFor('encryption_key')),
  );
  it('with loose bits at the end of a coordinate', () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const loose = `${String(x).slice(0, -1)}${alphabet[alphabet.indexOf(String(x).at(-1) ?? '') ^ 1]}`;
    return nothingMade(() => ask({ ...P256, x: loose, y }, own.privateKey), refusedFor('signature'));
  });
  it('and the honest key of all these tries is', async () =>
    expect((await ask({ ...P256, x, y }, own.privateKey)).status).toBe(201));
});
