import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { CompactSign } from 'jose';
import { describe, expect, it } from 'vitest';
import { sha256Hex } from '../../../core/integrity/digest.ts';
import {
  ASSERTION_TYP,
  ENROLMENT_TYP,
  jwsOf,
  jwsSigningInput,
  RECEIPT_TYP,
  readJws,
  verifyJws,
} from '../../../core/integrity/jws.ts';
import { type PublicKey, readPublicKey } from '../../../core/integrity/keys.ts';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const pem = publicKey.export({ format: 'pem', type: 'spki' }).toString();
const key = readPublicKey(pem) as PublicKey;
const stranger = readPublicKey(
  generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'pem', type: 'spki' }).toString(),
) as PublicKey;

const encode = (text: string): string => Buffer.from(text).toString('base64url');
const signedAs = (input: string): string =>
  jwsOf(input, sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' }));
const withHeader = (header: string, claims = '{"a":1}'): string => signedAs(`${encode(header)}.${encode(claims)}`);
const good = signedAs(
  jwsSigningInput(RECEIPT_TYP, { node: 'node-1', counter: 7, nested: [{ a: 1 }, { a: 2 }] }, 'hint'),
);

describe('a compact JWS', () => {
  it('gives its claims, its hint and its digest', () => {
    const jws = readJws(good, RECEIPT_TYP);
    expect(jws).toMatchObject({
      claims: { node: 'node-1', counter: 7, nested: [{ a: 1 }, { a: 2 }] },
      keyId: 'hint',
      digest: sha256Hex(good),
    });
    expect(jws && verifyJws(jws, key)).toBe(true);
    expect(jws && verifyJws(jws, stranger)).toBe(false);
  });

  it('made by another library is read and verified', async () => {
    const text = await new CompactSign(Buffer.from('{"a": "\\u007d\\":", "b": {"a": 1}}'))
      .setProtectedHeader({ alg: 'ES256', typ: RECEIPT_TYP })
      .sign(privateKey);
    const jws = readJws(text, RECEIPT_TYP);
    expect(jws?.claims).toStrictEqual({ a: '}":', b: { a: 1 } });
    expect(jws && verifyJws(jws, key)).toBe(true);
  });

  it('is not verified when one claim was changed', () => {
    const [header, , signature] = good.split('.');
    const jws = readJws(`${header}.${encode('{"counter":8}')}.${signature}`, RECEIPT_TYP);
    expect(jws && verifyJws(jws, key)).toBe(false);
  });

  it('with r and s of zero is not verified', () => {
    const jws = readJws(
      `${good.slice(0, good.lastIndexOf('.'))}.${Buffer.alloc(64).toString('base64url')}`,
      RECEIPT_TYP,
    );
    expect(jws && verifyJws(jws, key)).toBe(false);
  });

  const typ = `"typ":"${RECEIPT_TYP}"`;
  const confused = `${encode(`{"alg":"HS256",${typ}}`)}.${encode('{}')}`;
  const [header = '', claims = '', signature = ''] = good.split('.');
  it.each([
    ...['none', 'None', 'NONE', '', 'es256', 'ES384', 'EdDSA', 'HS256'].map((alg) => ({
      name: `alg ${JSON.stringify(alg)}`,
      text: withHeader(`{"alg":"${alg}",${typ}}`),
    })),
    {
      name: 'HS256 with the public key as secret',
      text: `${confused}.${createHmac('sha256', pem).update(confused).digest('base64url')}`,
    },
    { name: 'no alg', text: withHeader(`{${typ}}`) },
    { name: 'alg twice', text: withHeader(`{"alg":"none","alg":"ES256",${typ}}`) },
    { name: 'another typ', text: withHeader('{"alg":"ES256","typ":"JWT"}') },
    { name: 'no typ', text: withHeader('{"alg":"ES256"}') },
    ...['jku', 'x5u', 'jwk', 'x5c', 'crit', 'b64', 'zip', 'cty'].map((name) => ({
      name: `header ${name}`,
      text: withHeader(`{"alg":"ES256",${typ},"${name}":"x"}`),
    })),
    { name: 'a kid that is null', text: withHeader(`{"alg":"ES256","kid":null,${typ}}`) },
    { name: 'a kid that is a list', text: withHeader(`{"alg":"ES256","kid":["a"],${typ}}`) },
    { name: 'a kid of 129 characters', text: withHeader(`{"alg":"ES256","kid":"${'k'.repeat(129)}",${typ}}`) },
    { name: 'a claim twice', text: withHeader(`{"alg":"ES256",${typ}}`, '{"a":1,"a":2}') },
    { name: 'a claim twice, once escaped', text: withHeader(`{"alg":"ES256",${typ}}`, '{"a":1,"\\u0061":2}') },
    { name: 'a nested claim twice', text: withHeader(`{"alg":"ES256",${typ}}`, '{"b":[{"a":1,"a":2}]}') },
    { name: 'claims that are a list', text: withHeader(`{"alg":"ES256",${typ}}`, '[1]') },
    { name: 'claims that are null', text: withHeader(`{"alg":"ES256",${typ}}`, 'null') },
    { name: 'claims that are no JSON', text: withHeader(`{"alg":"ES256",${typ}}`, '{a:1}') },
    {
      name: 'claims that are no UTF-8',
      text: signedAs(`${header}.${Buffer.from([0x7b, 0xff, 0x7d]).toString('base64url')}`),
    },
    { name: 'padding', text: `${good}=` },
    { name: 'white space', text: `${good}\n` },
    { name: 'standard base64', text: `${header}.${claims}.${signature.replace(/^./, '+')}` },
    {
      name: 'loose last bits',
      text: `${header}.${claims}.${signature.slice(0, -1)}${signature.endsWith('B') ? 'C' : 'B'}`,
    },
    { name: 'a short signature', text: `${header}.${claims}.${signature.slice(0, -4)}` },
    {
      name: 'a DER signature',
      text: jwsOf(`${header}.${claims}`, sign('sha256', Buffer.from(`${header}.${claims}`), privateKey)),
    },
    { name: 'two parts', text: `${header}.${claims}` },
    { name: 'four parts', text: `${good}.${signature}` },
    { name: 'more than 56 KiB', text: withHeader(`{"alg":"ES256",${typ}}`, `{"a":"${'x'.repeat(56 * 1024)}"}`) },
  ])('is refused with $name', ({ text }) => expect(readJws(text, RECEIPT_TYP)).toBeUndefined());

  it.each([
    { typ: RECEIPT_TYP, limit: 56 * 1024 },
    { typ: ASSERTION_TYP, limit: 32 * 1024 },
    { typ: ENROLMENT_TYP, limit: 32 * 1024 },
  ])('of type $typ may be $limit characters long', ({ typ: ofType, limit }) => {
    const padded = (characters: number) => {
      const fixed = signedAs(jwsSigningInput(ofType, { a: '' })).length;
      // Three characters of text are four of base64url.
      const text = signedAs(jwsSigningInput(ofType, { a: 'x'.repeat(Math.ceil(((characters - fixed) * 3) / 4)) }));
      expect(Math.abs(text.length - characters)).toBeLessThan(3);
      return text;
    };
    expect(readJws(padded(limit - 2), ofType)).toBeDefined();
    expect(readJws(padded(limit + 3), ofType)).toBeUndefined();
  });
});
