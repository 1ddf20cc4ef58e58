import { EnrolmentTokenParts } from '../../schemas/enrolment-token.ts';
import { fromBase64Url, toBase64Url } from '../integrity/base64.ts';
import { sha256Hex } from '../integrity/digest.ts';
import type { EnrolmentTokenState } from './evolve.ts';

const PREFIX = 'plumb-enrol.v1.';
const MAX_CHARACTERS = 2048;

/** The one string a person carries to a node. @see docs/protocol.md §4.1 */
export const enrolmentTokenText = ({ id, secret, cluster, rootVersion, rootSha256 }: EnrolmentTokenParts): string =>
  PREFIX + toBase64Url(new TextEncoder().encode(JSON.stringify({ id, secret, cluster, rootVersion, rootSha256 })));

/** @returns undefined for anything that is not exactly one token; white space around it is the file's, not the token's. */
export function readEnrolmentToken(text: string): EnrolmentTokenParts | undefined {
  const trimmed = text.trim();
  if (!trimmed.startsWith(PREFIX) || trimmed.length > MAX_CHARACTERS) return undefined;
  const bytes = fromBase64Url(trimmed.slice(PREFIX.length));
  try {
    const parsed = EnrolmentTokenParts.safeParse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/** `Authorization: Enrolment id.secret`. @returns undefined when the header has another form */
export function readEnrolmentHeader(
  header: string | undefined,
): { readonly id: string; readonly secret: string } | undefined {
  const [, id, secret] = /^enrolment +(enrol-[0-9a-f]{24})\.([A-Za-z0-9_-]{43})$/i.exec(header ?? '') ?? [];
  return id !== undefined && secret !== undefined ? { id, secret } : undefined;
}

export const secretHash = (secret: string): string => sha256Hex('plumbline/enrolment-secret/v1\0', secret);

/** Digests are compared, so how long the comparison takes tells nothing about the secret. */
export const secretMatches = (secret: string, { secretSha256 }: Pick<EnrolmentTokenState, 'secretSha256'>): boolean =>
  secretSha256 !== '' && secretHash(secret) === secretSha256;
