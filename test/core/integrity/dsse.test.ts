import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { sha256Hex } from '../../../core/integrity/digest.ts';
import { envelopeOf, openEnvelope, pae, signersOf, verifyEnvelope } from '../../../core/integrity/dsse.ts';
import { type PublicKey, publicKeyOfJwk, readPublicKey } from '../../../core/integrity/keys.ts';
import { verifyP256Raw } from '../../../core/integrity/signature.ts';

const TYPE = 'http://example.com/HelloWorld';
const hello = Buffer.from('hello world');

describe('the example of the DSSE specification', () => {
  it('has its pre-authentication encoding', () =>
    expect(Buffer.from(pae(TYPE, hello)).toString()).toBe('DSSEv1 29 http://example.com/HelloWorld 11 hello world'));

  it('has a signature over just those bytes', () => {
    const coordinate = (decimal: string) =>
      Buffer.from(BigInt(decimal).toString(16).padStart(64, '0'), 'hex').toString('base64url');
    const key = publicKeyOfJwk({
      kty: 'EC',
      crv: 'P-256',
      x: coordinate('46950820868899156662930047687818585632848591499744589407958293238635476079160'),
      y: coordinate('5640078356564379163099075877009565129882514886557779369047442380624545832820'),
    });
    const signature = Buffer.from(
      'A3JqsQGtVsJ2O2xqrI5IcnXip5GToJ3F+FnZ+O88SjtR6rDAajabZKciJTfUiHqJPcIAriEGAHTVeCUjW2JIZA==',
      'base64',
    );
    expect(key && verifyP256Raw(key, pae(TYPE, hello), signature)).toBe(true);
  });
});

it('lengths count bytes of UTF-8, not characters', () =>
  expect(Buffer.from(pae('é', Buffer.from('ü'))).toString()).toBe('DSSEv1 2 é 2 ü'));

const pair = () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = readPublicKey(publicKey.export({ format: 'pem', type: 'spki' }).toString()) as PublicKey;
  const signed = (type: string, payload: Uint8Array) => ({
    keyId: key.keyId,
    signature: sign('sha256', pae(type, payload), privateKey),
  });
  return { key, signed };
};
const [alice, bob] = [pair(), pair()];
const envelope = envelopeOf(TYPE, hello, [alice.signed(TYPE, hello)]);
const [signature = { sig: '' }] = envelope.signatures;

describe('an envelope with one signature', () => {
  it('is opened by the key that signed it, and its digest is the payload’s', () =>
    expect(verifyEnvelope(envelope, TYPE, [bob.key, alice.key])).toMatchObject({
      ok: true,
      digest: sha256Hex('hello world'),
      signer: alice.key,
    }));

  it('is opened whatever its hint says', () => {
    for (const keyid of [undefined, '', bob.key.keyId]) {
      const hinted = { ...envelope, signatures: [{ ...signature, keyid }] };
      expect(verifyEnvelope(hinted, TYPE, [alice.key, bob.key])).toMatchObject({ ok: true, signer: alice.key });
    }
  });

  it.each([
    { name: 'another type', when: { ...envelope, payloadType: 'text/plain' }, expected: 'wrong_type' },
    {
      name: 'a changed payload',
      when: { ...envelope, payload: Buffer.from('hello World').toString('base64') },
      expected: 'bad_signature',
    },
    {
      name: 'a payload in URL base64',
      when: { ...envelope, payload: envelope.payload.replace('=', '') },
      expected: 'bad_signature',
    },
    {
      name: 'white space in the payload',
      when: { ...envelope, payload: `${envelope.payload}\n` },
      expected: 'bad_signature',
    },
    {
      name: 'loose last bits',
      when: {
        ...envelope,
        payload: envelope.payload.replace('ZA==', 'ZB==').replace('ZA=', 'ZB=').replace('GQ=', 'GR='),
      },
      expected: 'bad_signature',
    },
    { name: 'no signature', when: { ...envelope, signatures: [] }, expected: 'bad_signature' },
    {
      name: 'two signatures',
      when: envelopeOf(TYPE, hello, [alice.signed(TYPE, hello), bob.signed(TYPE, hello)]),
      expected: 'bad_signature',
    },
    {
      name: 'a signature over another type',
      when: envelopeOf(TYPE, hello, [alice.signed('text/plain', hello)]),
      expected: 'bad_signature',
    },
    {
      name: 'a signature over the payload alone',
      when: { ...envelope, signatures: [{ sig: '' }] },
      expected: 'bad_signature',
    },
    {
      name: 'a stranger’s signature',
      when: envelopeOf(TYPE, hello, [pair().signed(TYPE, hello)]),
      expected: 'unknown_key',
    },
    {
      name: 'a stranger’s signature under a known hint',
      when: {
        ...envelopeOf(TYPE, hello, [pair().signed(TYPE, hello)]),
        signatures: [{ keyid: alice.key.keyId, sig: signature.sig.replace(/^..../, 'AAAA') }],
      },
      expected: 'bad_signature',
    },
  ])('is refused with $name', ({ when, expected }) =>
    expect(verifyEnvelope(when, TYPE, [alice.key, bob.key])).toStrictEqual({ ok: false, code: expected }),
  );

  it('is opened by no key of another role', () =>
    expect(verifyEnvelope(envelope, TYPE, [bob.key])).toStrictEqual({ ok: false, code: 'unknown_key' }));
});

describe('an envelope with several signatures', () => {
  it('counts each key once', () => {
    const twice = envelopeOf(TYPE, hello, [alice.signed(TYPE, hello), alice.signed(TYPE, hello)]);
    const opened = openEnvelope(twice, TYPE, { several: true });
    expect(opened.ok && signersOf(opened, TYPE, [alice.key, alice.key, bob.key])).toStrictEqual([alice.key]);
  });
  it('is refused as a whole when one of them is loose base64', () => {
    const { payload, payloadType, signatures } = envelopeOf(TYPE, hello, [alice.signed(TYPE, hello)]);
    const loose = { payload, payloadType, signatures: [...signatures, { sig: 'A' }] };
    expect(openEnvelope(loose, TYPE, { several: true })).toStrictEqual({ ok: false, code: 'bad_signature' });
  });
  it('passes over signatures of strangers', () => {
    const mixed = envelopeOf(TYPE, hello, [pair().signed(TYPE, hello), bob.signed(TYPE, hello)]);
    const opened = openEnvelope(mixed, TYPE, { several: true });
    expect(opened.ok && signersOf(opened, TYPE, [alice.key, bob.key])).toStrictEqual([bob.key]);
  });
});
