import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { Json } from '../../schemas/words.ts';
import { fromBase64Url } from './base64.ts';

/** A symmetric key with the name its tokens carry. */
export interface MacKey {
  readonly id: string;
  readonly key: Uint8Array;
}

/** Making a key object of bytes costs five times as much as the MAC itself, and a keyring hands out the same bytes. */
const keyObjects = new WeakMap<Uint8Array, KeyObject>();
/** HMAC-SHA-256 (RFC 2104), 32 bytes. */
export function macOf(key: Uint8Array, input: string): Buffer {
  const object = keyObjects.get(key) ?? createSecretKey(key);
  keyObjects.set(key, object);
  return createHmac('sha256', object).update(input).digest();
}

const encode = (value: Json): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const headerOf = (typ: string, kid: string): string => encode({ alg: 'HS256', kid, typ });

/** A compact JWS with HMAC-SHA-256 (RFC 7518 §3.2), for a reader that is ourselves. */
export function signHs256(typ: string, claims: { readonly [name: string]: Json }, { id, key }: MacKey): string {
  const input = `${headerOf(typ, id)}.${encode(claims)}`;
  return `${input}.${macOf(key, input).toString('base64url')}`;
}

/**
 * Claims of a token that one of `keys` made, and the id of that key. The header is compared as text with the one we would write, so no
 * algorithm, type or extension is ever read from it.
 */
export function openHs256(
  typ: string,
  token: string,
  keys: readonly MacKey[],
): { readonly keyId: string; readonly claims: { readonly [name: string]: Json } } | undefined {
  const [header = '', payload = '', mac = '', more] = token.split('.');
  const signer = keys.find(({ id }) => headerOf(typ, id) === header);
  const given = fromBase64Url(mac);
  if (!signer || more !== undefined || given?.length !== 32) return undefined;
  if (!timingSafeEqual(given, macOf(signer.key, `${header}.${payload}`))) return undefined;
  return { keyId: signer.id, claims: JSON.parse(Buffer.from(payload, 'base64url').toString()) };
}

/** HMAC-SHA-256, base64url: a secret that is made again from its name instead of being stored. */
export const derivedSecret = (key: Uint8Array, name: string): string => macOf(key, name).toString('base64url');

/** First 16 bytes of an HMAC-SHA-256, base64url: for values that we hand out and get back. */
export const shortMac = (key: Uint8Array, text: string): string =>
  macOf(key, text).subarray(0, 16).toString('base64url');

/** Compares in time that tells nothing. */
export const sameText = (right: string, given: string): boolean => {
  const [a, b] = [Buffer.from(right), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
};
