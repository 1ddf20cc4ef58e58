import { constants, type KeyObject, sign } from 'node:crypto';
import { ASYMMETRIC, type Attack, at, OF_NODES } from './attack.ts';
import { compact, encode, es256, honest, hs, json, type Material, partsOf, STRANGERS, without } from './forge.ts';

/** A header of this algorithm over the honest payload; the signature stays, goes, or is made by somebody else. */
const named = (alg: unknown, mac: (input: string) => Uint8Array) => (m: Material) =>
  compact({ ...m.header, alg }, m.claims, mac);
const unsigned = (alg: unknown) => named(alg, () => new Uint8Array());
const keptSignature = (alg: unknown) => (m: Material) => {
  const [, payload, signature] = partsOf(honest(m));
  return `${encode(json({ ...m.header, alg }))}.${payload}.${signature}`;
};

const NOT_NONE = ['none', 'None', 'NONE', 'nOnE', ''] as const;
const nobodySigned: readonly Attack[] = NOT_NONE.flatMap((alg): Attack[] => [
  { name: `alg "${alg}" and no signature`, forge: unsigned(alg), fault: 'text' },
  { name: `alg "${alg}" and the honest signature`, forge: keptSignature(alg), fault: 'form' },
]);

/** Signed by the honest key, so the name alone is what is wrong. */
const misnamed: readonly Attack[] = [
  { name: 'in lower case', alg: (alg: string) => alg.toLowerCase() },
  { name: 'with a blank', alg: (alg: string) => `${alg} ` },
  { name: 'with a zero byte', alg: (alg: string) => `${alg}\0` },
  { name: 'in a list', alg: (alg: string) => [alg] },
  { name: 'in an object', alg: (alg: string) => ({ toString: alg }) },
  { name: 'null', alg: () => null },
  { name: 'a number', alg: () => 256 },
].map(({ name, alg }) => ({
  name: `alg ${name}`,
  forge: (m) => honest(m, { header: { alg: alg(String(m.header['alg'])) } }),
  fault: 'form',
}));
const unnamed: Attack = {
  name: 'no alg',
  forge: (m) => compact(without(m.header, 'alg'), m.claims, m.mac),
  fault: 'form',
};

/** The public key is no secret: whatever an attacker can read of it, used as one (CVE-2015-9235 and its kin). */
const PUBLIC_FORMS: readonly (readonly [string, (key: KeyObject) => string | Uint8Array])[] = [
  ['PEM', (key) => key.export({ format: 'pem', type: 'spki' }) as string],
  ['PEM without its last line break', (key) => (key.export({ format: 'pem', type: 'spki' }) as string).trimEnd()],
  ['DER', (key) => key.export({ format: 'der', type: 'spki' })],
  ['JWK', (key) => json(key.export({ format: 'jwk' }))],
  ['point', (key) => key.export({ format: 'der', type: 'spki' }).subarray(-65)],
  ['x', (key) => Buffer.from(String(key.export({ format: 'jwk' }).x), 'base64url')],
];
const confused: readonly Attack[] = PUBLIC_FORMS.flatMap(([form, bytes]) =>
  (['sha256', 'sha512'] as const).map((digest): Attack => {
    const alg = `HS${digest.slice(3)}`;
    return {
      name: `${alg} with the public key (${form}) as the secret`,
      forge: (m) => compact({ ...m.header, alg }, m.claims, hs(m.publicKey ? bytes(m.publicKey) : '', digest)),
      fault: at('form', ...ASYMMETRIC),
    };
  }),
);

/** What somebody might have left as a secret. */
const GUESSED: readonly (readonly [string, string | Uint8Array])[] = [
  ['empty', ''],
  ['of 32 times 0xff', new Uint8Array(32).fill(0xff)],
  ['"secret"', 'secret'],
  ['that is the type', 'plumbline-node+jwt'],
];
const guessed: readonly Attack[] = GUESSED.map(([what, secret]) => ({
  name: `HS256 with a secret ${what}`,
  forge: named('HS256', hs(secret)),
  fault: { ...at('form', ...ASYMMETRIC), 'node token': 'signature' },
}));
const itsOwnName: Attack = {
  name: 'HS256 with its own kid as the secret',
  forge: (m) => compact(m.header, m.claims, hs(String(m.header['kid']))),
  fault: at('signature', 'node token'),
};

const { p384, p521, k256, ed25519, rsa } = STRANGERS;
const rsaSigned = (padding: number) => (input: string) =>
  sign('sha256', Buffer.from(input), { key: rsa.privateKey, padding });
const OTHERS: readonly (readonly [string, (input: string) => Uint8Array])[] = [
  ['ES384', es256(p384.privateKey, 'sha384')],
  ['ES512', es256(p521.privateKey, 'sha512')],
  ['ES256K', es256(k256.privateKey)],
  ['EdDSA', (input) => sign(null, Buffer.from(input), ed25519.privateKey)],
  ['RS256', rsaSigned(constants.RSA_PKCS1_PADDING)],
  ['PS256', rsaSigned(constants.RSA_PKCS1_PSS_PADDING)],
];
/** Another algorithm with a key of its own, once under its own name and once under the one that is expected. */
const otherAlgorithm: readonly Attack[] = OTHERS.flatMap(([alg, mac]): Attack[] => [
  { name: `${alg} by a key of that kind`, forge: named(alg, mac), fault: 'form' },
  {
    name: `${alg} by a key of that kind, called what is expected`,
    forge: (m) => compact(m.header, m.claims, mac),
    // A curve of the same size gives a signature of the same length.
    fault: {
      ...at(['ES256K', 'EdDSA'].includes(alg) ? 'signature' : 'form', ...OF_NODES),
      ...at('signature', 'people', 'node token'),
    },
  },
]);
const otherDigest: readonly Attack[] = ['sha1', 'sha384', 'sha512'].map((digest) => ({
  name: `the right key over ${digest}`,
  forge: (m) => (m.privateKey ? compact(m.header, m.claims, es256(m.privateKey, digest)) : honest(m)),
  fault: at('signature', ...ASYMMETRIC),
}));

export const BY_ALGORITHM: readonly Attack[] = [
  ...nobodySigned,
  ...misnamed,
  unnamed,
  ...confused,
  ...guessed,
  itsOwnName,
  ...otherAlgorithm,
  ...otherDigest,
];
