import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

/** What an honest sender would send, before it becomes text. */
export interface Material {
  readonly header: { readonly [name: string]: unknown };
  readonly claims: { readonly [name: string]: unknown };
  /** Signs the signing input as the honest sender does. */
  readonly mac: (input: string) => Buffer;
  /** Of the honest sender, where it has a key pair; what an attacker can see. */
  readonly publicKey: KeyObject | undefined;
  /** Curve key of the honest sender, to sign in another form. */
  readonly privateKey: KeyObject | undefined;
}

export type Part = string | Uint8Array;
export const encode = (part: Part): string => Buffer.from(part).toString('base64url');
export const json = (value: unknown): string => JSON.stringify(value);

export const es256 =
  (key: KeyObject, digest = 'sha256') =>
  (input: string): Buffer =>
    sign(digest, Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' });
export const hs =
  (secret: Uint8Array | string, digest = 'sha256') =>
  (input: string): Buffer =>
    createHmac(digest, secret).update(input).digest();

/** Header, payload and a signature over both, as text; strings and bytes are taken as they are. */
export function compact(header: unknown, claims: unknown, mac: (input: string) => Uint8Array): string {
  const input = [header, claims]
    .map((part) => encode(typeof part === 'string' || part instanceof Uint8Array ? part : json(part)))
    .join('.');
  return `${input}.${encode(mac(input))}`;
}

/** The honest token, with what is said over it. */
export const honest = (
  { header, claims, mac }: Material,
  over: { readonly header?: object; readonly claims?: object } = {},
): string => compact({ ...header, ...over.header }, { ...claims, ...over.claims }, mac);

/** The same without a member. */
export const without = (members: { readonly [name: string]: unknown }, ...names: readonly string[]) =>
  Object.fromEntries(Object.entries(members).filter(([name]) => !names.includes(name)));

/** Three parts of a token, to be put together otherwise. */
export const partsOf = (token: string): readonly [string, string, string] => {
  const [header = '', payload = '', signature = ''] = token.split('.');
  return [header, payload, signature];
};

/** Another text for the same bytes: the last character carries bits that no byte needs. */
export function looseBits(part: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const last = alphabet.indexOf(part.at(-1) ?? '');
  const loose = `${part.slice(0, -1)}${alphabet[last ^ 1]}`;
  if (!Buffer.from(loose, 'base64url').equals(Buffer.from(part, 'base64url')))
    throw new Error('this part has no loose bits');
  return loose;
}

/** White space after a JSON text until its encoding has loose bits. */
export const withLooseEnd = (text: string): string => (Buffer.byteLength(text) % 3 === 0 ? `${text} ` : text);

/** Keys that are nobody's here. */
export const STRANGER = generateKeyPairSync('ec', { namedCurve: 'P-256' });
export const STRANGERS = {
  p384: generateKeyPairSync('ec', { namedCurve: 'P-384' }),
  p521: generateKeyPairSync('ec', { namedCurve: 'P-521' }),
  k256: generateKeyPairSync('ec', { namedCurve: 'secp256k1' }),
  ed25519: generateKeyPairSync('ed25519'),
  rsa: generateKeyPairSync('rsa', { modulusLength: 2048 }),
};
export const strangerJwk = STRANGER.publicKey.export({ format: 'jwk' });
