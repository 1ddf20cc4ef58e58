import { hash } from 'node:crypto';
import { canonicalRequest } from './canonical-request.ts';
import { ALGORITHM, amzDate, type Scope, scopeName, signatureOf } from './signing-scope.ts';

/** What is sent; `headers` with names in lower case, `host` among them. */
export interface Unsigned {
  readonly method: 'GET' | 'PUT' | 'POST' | 'HEAD' | 'DELETE';
  readonly path: string;
  readonly query?: string;
  readonly headers: { readonly [name: string]: string };
  readonly body?: string | Uint8Array;
}

/**
 * The headers of a request with its signature in `authorization`. S3 is told the digest of the body in a header of
 * its own, as it demands.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function signedHeaders(request: Unsigned, scope: Scope): { readonly [name: string]: string } {
  const { method, path, query = '', body = '' } = request;
  const { accessKeyId, sessionToken } = scope.credentials;
  const date = amzDate(scope.nowMs);
  const bodySha256 = hash('sha256', body, 'hex');
  const headers = {
    ...request.headers,
    'x-amz-date': date,
    ...(sessionToken === undefined ? {} : { 'x-amz-security-token': sessionToken }),
    ...(scope.service === 's3' ? { 'x-amz-content-sha256': bodySha256 } : {}),
  };
  const canonical = canonicalRequest({ method, path, query, headers, bodySha256 });
  const signature = signatureOf(canonical.text, scope, date);
  const credential = `${accessKeyId}/${scopeName(scope, date)}`;
  const authorization = `${ALGORITHM} Credential=${credential}, SignedHeaders=${canonical.signedHeaders}, Signature=${signature}`;
  return { ...headers, authorization };
}
