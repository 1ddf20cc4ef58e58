import type { Sha256 } from '../../schemas/words.ts';
import { type MacKey, openHs256, signHs256 } from '../integrity/hs256.ts';

export const NODE_TOKEN_TYP = 'plumbline-node+jwt';
const ISSUER = 'plumbline-node-token';
/** No node token lives longer, whatever the settings say (protocol §4). */
const MAX_SECONDS = 600;
/** How far ahead another process of ours that made it may be. */
const CLOCKS_APART_SECONDS = 60;

/** Whom a node token speaks for. */
export interface NodeIdentity {
  readonly node: string;
  readonly cluster: string;
  /** Of the identity key it was given to; another key in the record ends it. */
  readonly thumbprint: Sha256;
}

interface Issuance {
  readonly controlPlane: string;
  /** Unix seconds. */
  readonly nowSeconds: number;
}

/**
 * A token for the node's own routes. People's routes refuse it (its issuer is none of theirs) and node routes
 * refuse people's.
 * @see docs/protocol.md §4.5
 */
export function issueNodeToken(
  { node, cluster, thumbprint }: NodeIdentity,
  { controlPlane, nowSeconds }: Issuance,
  { key, lifetimeSeconds }: { readonly key: MacKey; readonly lifetimeSeconds: number },
): { readonly token: string; readonly expiresInSeconds: number } {
  const expiresInSeconds = Math.min(lifetimeSeconds, MAX_SECONDS);
  const named = { iss: ISSUER, aud: controlPlane, sub: node, cluster, thumbprint };
  const token = signHs256(NODE_TOKEN_TYP, { ...named, iat: nowSeconds, exp: nowSeconds + expiresInSeconds }, key);
  return { token, expiresInSeconds };
}

/** A token of ours, whenever it was made for. */
export interface OpenedNodeToken {
  readonly identity: NodeIdentity;
  /** Unix seconds. */
  readonly exp: number;
  /** Made with this key; when that is no longer among the keys, neither is the token any good. */
  readonly keyId: string;
}

/** @returns undefined for a token that is not ours or not for here */
export function openNodeToken(
  token: string,
  controlPlane: string,
  keys: readonly MacKey[],
): OpenedNodeToken | undefined {
  if (token.length > 2048) return undefined;
  const opened = openHs256(NODE_TOKEN_TYP, token, keys);
  if (!opened) return undefined;
  const { iss, aud, sub: node, cluster, thumbprint, exp } = opened.claims;
  if (iss !== ISSUER || aud !== controlPlane || typeof exp !== 'number') return undefined;
  if (typeof node !== 'string' || typeof cluster !== 'string' || typeof thumbprint !== 'string') return undefined;
  return { identity: { node, cluster, thumbprint }, exp, keyId: opened.keyId };
}

/** Whether it counts now: a token ends at its `exp`, and none lives longer than we make them. */
export const countsNow = (
  { exp, keyId }: Pick<OpenedNodeToken, 'exp' | 'keyId'>,
  nowSeconds: number,
  keys: readonly MacKey[],
): boolean =>
  exp > nowSeconds && exp <= nowSeconds + MAX_SECONDS + CLOCKS_APART_SECONDS && keys.some(({ id }) => id === keyId);
