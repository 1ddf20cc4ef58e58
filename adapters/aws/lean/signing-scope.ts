import { createHmac, hash } from 'node:crypto';
import type { Credentials } from './credentials.ts';

export const ALGORITHM = 'AWS4-HMAC-SHA256';

/** Which service is meant, where, and when: what a signature is good for. */
export interface Scope {
  readonly credentials: Credentials;
  readonly region: string;
  readonly service: string;
  /** Unix milliseconds. */
  readonly nowMs: number;
}

/** `20150830T123600Z`. */
export const amzDate = (nowMs: number): string => new Date(nowMs).toISOString().replace(/[-:]|\.\d{3}/g, '');

/** The day, the place and the service, as they stand in `Credential`. */
export const scopeName = ({ region, service }: Pick<Scope, 'region' | 'service'>, date: string): string =>
  `${date.slice(0, 8)}/${region}/${service}/aws4_request`;

/** Four MACs that stay the same for a day; a process has few scopes. */
const keys = new Map<string, Buffer>();
const KEPT = 16;

function signingKey({ credentials: { secretAccessKey }, region, service }: Scope, day: string): Buffer {
  const name = `${day}/${region}/${service}/${secretAccessKey}`;
  const known = keys.get(name);
  if (known) return known;
  const mac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
  const key = mac(mac(mac(mac(`AWS4${secretAccessKey}`, day), region), service), 'aws4_request');
  if (keys.size >= KEPT) keys.clear();
  keys.set(name, key);
  return key;
}

/** Signature Version 4 of a canonical request, hexadecimal. */
export function signatureOf(canonicalRequest: string, scope: Scope, date: string): string {
  const text = `${ALGORITHM}\n${date}\n${scopeName(scope, date)}\n${hash('sha256', canonicalRequest, 'hex')}`;
  return createHmac('sha256', signingKey(scope, date.slice(0, 8)))
    .update(text)
    .digest('hex');
}
