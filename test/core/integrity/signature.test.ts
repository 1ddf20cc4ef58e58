import { createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type PublicKey, readPublicKey } from '../../../core/integrity/keys.ts';
import { isStrictDer, verifyEd25519, verifyP256, verifyP256Raw } from '../../../core/integrity/signature.ts';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const read = (pem: string): PublicKey => {
  const key = readPublicKey(pem);
  if (!key) throw new Error('unreadable');
  return key;
};
const p256 = read(publicKey.export({ format: 'pem', type: 'spki' }).toString());
const message = Buffer.from('what is signed');

const hex = (text: string): Uint8Array => Buffer.from(text.replaceAll(' ', ''), 'hex');
const R = 'b'.repeat(0) + '7f'.repeat(32);
const HIGH = 'ff'.repeat(32);

describe('DER of an ECDSA signature', () => {
  it.each([
    { name: 'the shortest', der: '3006 020101 020101', expected: true },
    { name: 'two full integers', der: `3044 0220${R} 0220${R}`, expected: true },
    { name: 'high bits behind a zero', der: `3046 022100${HIGH} 022100${HIGH}`, expected: true },
    { name: 'zero r', der: '3006 020100 020101', expected: false },
    { name: 'zero s', der: '3006 020101 020100', expected: false },
    { name: 'both zero (CVE-2022-21449)', der: '3006 020100 020100', expected: false },
    { name: 'a negative integer', der: `3045 0220${HIGH} 0220${R}`.replace('3045', '3044'), expected: false },
    { name: 'a needless zero in front', der: '3007 02020001 020101', expected: false },
    { name: 'an integer of 33 bytes without a zero', der: `3045 022101${R} 0220${R}`, expected: false },
    { name: 'a byte behind it', der: '3006 020101 020101 00', expected: false },
    { name: 'a byte behind it, counted', der: '3007 020101 020101 00', expected: false },
    { name: 'a long-form length', der: '308106 020101 020101', expected: false },
    { name: 'an empty integer', der: '3007 0200 02030101 01', expected: false },
    { name: 'an integer past the end', der: '3006 020101 020201', expected: false },
    { name: 'another tag', der: '3106 020101 020101', expected: false },
    { name: 'an octet string inside', der: '3006 040101 020101', expected: false },
    { name: 'nothing', der: '', expected: false },
  ])('$name: $expected', ({ der, expected }) => expect(isStrictDer(hex(der))).toBe(expected));

  it('is what OpenSSL makes', () => {
    for (let round = 0; round < 64; round++) expect(isStrictDer(sign('sha256', message, privateKey))).toBe(true);
  });
});

describe('ECDSA P-256', () => {
  const der = sign('sha256', message, privateKey);
  const raw = sign('sha256', message, { key: privateKey, dsaEncoding: 'ieee-p1363' });
  it('verifies each form as itself', () => {
    expect(verifyP256(p256, message, der)).toBe(true);
    expect(verifyP256Raw(p256, message, raw)).toBe(true);
  });
  it('takes neither form for the other', () => {
    expect(verifyP256(p256, message, raw)).toBe(false);
    expect(verifyP256Raw(p256, message, der)).toBe(false);
  });
  it('refuses r and s of zero', () => expect(verifyP256Raw(p256, message, new Uint8Array(64))).toBe(false));
  it('refuses another message', () => expect(verifyP256(p256, Buffer.from('another'), der)).toBe(false));
});

/** RFC 8032 §7.1, tests 1 and 2. */
const RFC_8032 = [
  {
    key: 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    message: '',
    signature:
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  },
  {
    key: '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    message: '72',
    signature:
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  },
];
const edKey = (raw: string): PublicKey => {
  const key = createPublicKey({ key: hex(`302a300506032b6570032100${raw}`) as Buffer, format: 'der', type: 'spki' });
  return read(key.export({ format: 'pem', type: 'spki' }).toString());
};

describe('Ed25519', () => {
  it.each(RFC_8032)('verifies the signature of RFC 8032 over "$message"', ({ key, message, signature }) => {
    expect(verifyEd25519(edKey(key), hex(message), hex(signature))).toBe(true);
    expect(verifyEd25519(edKey(key), hex(`${message}00`), hex(signature))).toBe(false);
    expect(verifyEd25519(edKey(key), hex(message), hex(signature).subarray(1))).toBe(false);
  });
  it('is not verified with a P-256 key, nor the other way', () => {
    const [vector] = RFC_8032;
    const signature = hex(vector?.signature ?? '');
    expect(verifyEd25519(p256, hex(''), signature)).toBe(false);
    expect(verifyP256Raw(edKey(vector?.key ?? ''), hex(''), signature)).toBe(false);
  });
});
