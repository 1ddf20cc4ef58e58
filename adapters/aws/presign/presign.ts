import { canonicalQuery, canonicalRequest } from '../lean/canonical-request.ts';
import type { Credentials } from '../lean/credentials.ts';
import type { Endpoint } from '../lean/endpoint.ts';
import { objectAddress } from '../lean/s3-client.ts';
import { ALGORITHM, amzDate, scopeName, signatureOf } from '../lean/signing-scope.ts';

/** What is to be allowed, by whose leave, and for how long. */
export interface Presigning {
  readonly endpoint: Endpoint;
  readonly credentials: Credentials;
  readonly bucket: string;
  readonly key: string;
  /** Unix milliseconds. */
  readonly nowMs: number;
  readonly expiresInSeconds: number;
}

/** A stolen URL is good for ten minutes at most: the bucket's policy refuses older signatures (figures §1). */
const LONGEST_SECONDS = 600;

/**
 * A URL that anybody can use until it expires, minted without a call: Signature Version 4 in the query. It dies with
 * the credentials of the function, so it is for at once, never for keeping.
 * @param headers names in lower case; the request must carry every one of them with this very value
 * @throws for a life that is not whole seconds from 1 to 600
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 */
export function presign(
  method: 'GET' | 'PUT',
  { endpoint, credentials, bucket, key, nowMs, expiresInSeconds }: Presigning,
  headers: { readonly [name: string]: string } = {},
): string {
  if (!Number.isInteger(expiresInSeconds) || expiresInSeconds < 1 || expiresInSeconds > LONGEST_SECONDS)
    throw new RangeError(`a presigned URL lives 1 to ${LONGEST_SECONDS} s, not ${expiresInSeconds}`);
  const { origin, path } = objectAddress(endpoint, bucket, key);
  const scope = { credentials, region: endpoint.region, service: 's3', nowMs };
  const date = amzDate(nowMs);
  const signed = { ...headers, host: origin.host };
  const query = canonicalQuery({
    'X-Amz-Algorithm': ALGORITHM,
    'X-Amz-Content-Sha256': 'UNSIGNED-PAYLOAD',
    'X-Amz-Credential': `${credentials.accessKeyId}/${scopeName(scope, date)}`,
    'X-Amz-Date': date,
    'X-Amz-Expires': String(expiresInSeconds),
    ...(credentials.sessionToken === undefined ? {} : { 'X-Amz-Security-Token': credentials.sessionToken }),
    'X-Amz-SignedHeaders': Object.keys(signed).sort().join(';'),
  });
  const { text } = canonicalRequest({ method, path, query, headers: signed, bodySha256: 'UNSIGNED-PAYLOAD' });
  return `${origin.origin}${path}?${query}&X-Amz-Signature=${signatureOf(text, scope, date)}`;
}
