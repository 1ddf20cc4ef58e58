import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { derOfRaw, rawOfDer } from '../../../core/integrity/ecdsa-form.ts';
import { isStrictDer } from '../../../core/integrity/signature.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const bytes = (text: string): Uint8Array => Buffer.from(text.replaceAll(' ', ''), 'hex');
const SMALL = `${'00'.repeat(31)}01`;
const LOW = '7f'.repeat(32);
const HIGH = 'ff'.repeat(32);
const SHORT_HIGH = `${'00'.repeat(2)}${'80'.repeat(30)}`;

describe('the two forms of an ECDSA signature', () => {
  it.each([
    { name: 'the smallest integers', raw: SMALL + SMALL, der: '3006 020101 020101' },
    { name: 'integers of full length', raw: LOW + LOW, der: `3044 0220${LOW} 0220${LOW}` },
    { name: 'high bits', raw: HIGH + HIGH, der: `3046 022100${HIGH} 022100${HIGH}` },
    { name: 'a high bit behind zeros', raw: SHORT_HIGH + LOW, der: `3043 021f00${'80'.repeat(30)} 0220${LOW}` },
    { name: 'a short r', raw: SMALL + HIGH, der: `3026 020101 022100${HIGH}` },
    { name: 'a short s', raw: HIGH + SMALL, der: `3026 022100${HIGH} 020101` },
  ])('are turned into each other: $name', ({ raw, der }) => {
    expect(hex(derOfRaw(bytes(raw)))).toBe(der.replaceAll(' ', ''));
    expect(hex(rawOfDer(bytes(der)))).toBe(raw);
    expect(isStrictDer(derOfRaw(bytes(raw)))).toBe(true);
  });

  it('has zero as one byte, which no verifier takes', () =>
    expect(hex(derOfRaw(new Uint8Array(64)))).toBe('3006020100020100'));

  it('are those of OpenSSL', () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    for (let round = 0; round < 256; round++) {
      const message = Buffer.from(`message ${round}`);
      const der = sign('sha256', message, privateKey);
      const raw = sign('sha256', message, { key: privateKey, dsaEncoding: 'ieee-p1363' });
      expect(hex(derOfRaw(rawOfDer(der)))).toBe(hex(der));
      expect(hex(rawOfDer(derOfRaw(raw)))).toBe(hex(raw));
      expect(verify('sha256', message, publicKey, derOfRaw(raw))).toBe(true);
      expect(verify('sha256', message, { key: publicKey, dsaEncoding: 'ieee-p1363' }, rawOfDer(der))).toBe(true);
    }
  });
});
