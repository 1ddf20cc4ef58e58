import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ed25519Bytes, publicKeyOfJwk, readPublicKey, thumbprint } from '../../../core/integrity/keys.ts';

/** The host keys GitHub publishes, with the fingerprints it publishes for them. */
const HOST_KEYS = [
  {
    kind: 'P-256',
    wire: 'AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBEmKSENjQEezOmxkZMy7opKgwFB9nkt5YRrYMjNuG5N87uRgg6CLrbo5wAdT/y6v0mKV0U2w0WZ2YB/++Tpockg=',
    prefix: '3059301306072a8648ce3d020106082a8648ce3d030107034200',
    rawBytes: 65,
    keyId: 'SHA256:p2QAMXNIC1TJYWeIOttrVc98/R1BUFWu3/LiyKgUfQM',
  },
  {
    kind: 'Ed25519',
    wire: 'AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl',
    prefix: '302a300506032b6570032100',
    rawBytes: 32,
    keyId: 'SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU',
  },
] as const;

const pem = (der: Uint8Array): string =>
  `-----BEGIN PUBLIC KEY-----\n${Buffer.from(der)
    .toString('base64')
    .replace(/(.{64})(?=.)/g, '$1\n')}\n-----END PUBLIC KEY-----\n`;
const spki = (prefix: string, raw: Uint8Array): Buffer => Buffer.concat([Buffer.from(prefix, 'hex'), raw]);

describe('reading a public key', () => {
  it.each(HOST_KEYS)('gives a $kind key its OpenSSH fingerprint', ({ kind, wire, prefix, rawBytes, keyId }) => {
    const raw = Buffer.from(wire, 'base64').subarray(-rawBytes);
    expect(readPublicKey(pem(spki(prefix, raw)))).toMatchObject({ kind, keyId });
  });

  const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey;
  const good = p256.export({ format: 'pem', type: 'spki' }).toString();
  const der = p256.export({ format: 'der', type: 'spki' });
  const offCurve = Uint8Array.from(der, (byte, at) => (at === der.length - 1 ? byte ^ 1 : byte));
  const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey;
  const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' });

  it.each([
    { name: 'nothing', text: '' },
    { name: 'two keys', text: good + good },
    { name: 'text before the key', text: `x\n${good}` },
    { name: 'a point outside the curve', text: pem(offCurve) },
    { name: 'bytes behind the key', text: pem(Buffer.concat([der, Uint8Array.of(0)])) },
    { name: 'an RSA key', text: rsa.export({ format: 'pem', type: 'spki' }).toString() },
    { name: 'a P-384 key', text: p384.publicKey.export({ format: 'pem', type: 'spki' }).toString() },
    { name: 'a private key', text: p384.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString() },
    { name: 'loose base64', text: good.replace('MFkw', 'MFkw=') },
  ])('refuses $name', ({ text }) => expect(readPublicKey(text)).toBeUndefined());
});

describe('a key as JWK', () => {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const jwk = { kty: 'EC', crv: 'P-256', x, y } as const;

  it('is the same key as its PEM', () => {
    const fromPem = readPublicKey(publicKey.export({ format: 'pem', type: 'spki' }).toString());
    expect(publicKeyOfJwk(jwk)?.keyId).toBe(fromPem?.keyId);
  });
  it('must be on the curve', () => expect(publicKeyOfJwk({ ...jwk, y: x })).toBeUndefined());
  it('must have coordinates of 32 bytes', () => expect(publicKeyOfJwk({ ...jwk, y: y.slice(0, 42) })).toBeUndefined());
  it('has the thumbprint of RFC 7638, whatever the order of its members', async () => {
    const { calculateJwkThumbprint } = await import('jose');
    const expected = Buffer.from(await calculateJwkThumbprint(jwk), 'base64url').toString('hex');
    expect(thumbprint(jwk)).toBe(expected);
    expect(thumbprint({ y, x, crv: 'P-256', kty: 'EC' })).toBe(expected);
  });
});

it('only an Ed25519 key has Ed25519 bytes', () => {
  const key = readPublicKey(
    generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'pem', type: 'spki' }).toString(),
  );
  if (!key) throw new Error('unreadable');
  expect(() => ed25519Bytes(key)).toThrow(TypeError);
});
