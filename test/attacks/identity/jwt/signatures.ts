import { sign } from 'node:crypto';
import { ASYMMETRIC, type Attack, at, OF_NODES } from './attack.ts';
import { compact, encode, honest, json, type Material, partsOf } from './forge.ts';

/** The honest header and payload under another signature. */
const signedBy = (signature: (m: Material, honestOne: Buffer) => Uint8Array) => (m: Material) => {
  const [header, payload, good] = partsOf(honest(m));
  return `${header}.${payload}.${encode(signature(m, Buffer.from(good, 'base64url')))}`;
};
const ORDER = Buffer.from('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551', 'hex');
const FIELD = Buffer.from('ffffffff00000001000000000000000000000000ffffffffffffffffffffffff', 'hex');
const ZERO = Buffer.alloc(32);
const ONE = Buffer.concat([Buffer.alloc(31), Buffer.of(1)]);

/** Values that a verifier without a range check takes for good (CVE-2022-21449 is the first of them). */
const PAIRS = [
  ['r = s = 0', ZERO, ZERO],
  ['r = 0, s = 1', ZERO, ONE],
  ['r = 1, s = 0', ONE, ZERO],
  ['r = s = 1', ONE, ONE],
  ['r = s = n', ORDER, ORDER],
  ['r = n, s = 1', ORDER, ONE],
  ['r = 1, s = n', ONE, ORDER],
  ['r = s = p', FIELD, FIELD],
  ['r = s = 2^256 − 1', Buffer.alloc(32, 0xff), Buffer.alloc(32, 0xff)],
] as const;
const impossible: readonly Attack[] = PAIRS.map(([name, r, s]) => ({
  name: `signature ${name}`,
  forge: signedBy(() => Buffer.concat([r, s])),
  fault: at('signature', ...ASYMMETRIC),
}));

const flipped = (signature: Buffer, at: number): Buffer => {
  const copy = Buffer.from(signature);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
};
const RESHAPED: readonly (readonly [string, (m: Material, good: Buffer) => Uint8Array])[] = [
  ['in DER', (m, good) => derOf(m, good)],
  ['one byte short', (_m, good) => good.subarray(0, -1)],
  ['with a byte before it', (_m, good) => Buffer.concat([Buffer.of(0), good])],
  ['with a byte behind it', (_m, good) => Buffer.concat([good, Buffer.of(0)])],
  ['twice', (_m, good) => Buffer.concat([good, good])],
  ['its first half', (_m, good) => good.subarray(0, good.length / 2)],
  ['one byte', () => Buffer.of(0)],
];
const derOf = (m: Material, good: Buffer): Uint8Array => {
  if (!m.privateKey) return Buffer.concat([Buffer.of(0x04, good.length), good]);
  return sign('sha256', Buffer.from(honest(m).split('.').slice(0, 2).join('.')), m.privateKey);
};
const reshaped: readonly Attack[] = RESHAPED.map(([name, bytes]) => ({
  name: `the right signature, ${name}`,
  forge: signedBy(bytes),
  fault: { ...at('form', ...OF_NODES), ...at('signature', 'people', 'node token') },
}));

const changed: readonly Attack[] = [
  { name: 'one bit of r changed', forge: signedBy((_m, good) => flipped(good, 0)) },
  { name: 'the last bit changed', forge: signedBy((_m, good) => flipped(good, good.length - 1)) },
  {
    name: 'halves of the signature changed over',
    forge: signedBy((_m, good) => Buffer.concat([good.subarray(good.length / 2), good.subarray(0, good.length / 2)])),
  },
  { name: 'the signature of another token of this key', forge: transplanted },
  {
    name: 'another payload under a good signature',
    forge: (m: Material) => {
      const [header, , signature] = partsOf(honest(m));
      return `${header}.${partsOf(honest(m, { claims: { sub: 'eve' } }))[1]}.${signature}`;
    },
    // What nodes sign knows no `sub` but in assertions, where another one is told first.
    fault: { assertion: 'form', receipt: 'form', enrolment: 'form' } as const,
  },
  {
    name: 'the same header otherwise written, under a good signature',
    forge: (m: Material) => {
      const [, payload, signature] = partsOf(honest(m));
      const backwards = Object.fromEntries(Object.entries(m.header).toReversed());
      return `${encode(json(backwards))}.${payload}.${signature}`;
    },
  },
  {
    name: 'signed over the claims alone',
    forge: (m: Material) => {
      const [header, payload] = partsOf(honest(m));
      return `${header}.${payload}.${encode(m.mac(payload))}`;
    },
  },
  {
    name: 'signed over the decoded text',
    forge: (m: Material) => {
      const [header, payload] = partsOf(honest(m));
      const decoded = [header, payload].map((part) => Buffer.from(part, 'base64url').toString()).join('.');
      return `${header}.${payload}.${encode(m.mac(decoded))}`;
    },
  },
].map(({ name, forge, fault = {} }) => ({
  name,
  forge,
  fault: {
    ...at('signature', ...ASYMMETRIC, 'node token'),
    ...fault,
  },
}));

function transplanted(m: Material): string {
  const [header, payload] = partsOf(honest(m));
  const other = compact(m.header, { ...m.claims, pad: 'other' }, m.mac);
  return `${header}.${payload}.${partsOf(other)[2]}`;
}

export const BY_SIGNATURE: readonly Attack[] = [...impossible, ...reshaped, ...changed];
