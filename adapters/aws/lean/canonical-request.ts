/** RFC 3986: what `encodeURIComponent` leaves alone is encoded too, but for the unreserved characters. */
export const percentEncoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

/** A path as S3 signs it: every segment encoded once, slashes kept. */
export const encodedPath = (path: string): string => path.split('/').map(percentEncoded).join('/');

type Pairs = { readonly [name: string]: string };
const byName = ([a]: readonly [string, string], [b]: readonly [string, string]): number => (a < b ? -1 : a > b ? 1 : 0);

/** `a=1&b=2`, encoded and in order of the encoded names. */
export const canonicalQuery = (query: Pairs): string =>
  Object.entries(query)
    .map(([name, value]): [string, string] => [percentEncoded(name), percentEncoded(value)])
    .sort(byName)
    .map((pair) => pair.join('='))
    .join('&');

interface RequestToSign {
  readonly method: string;
  /** As it is sent and signed: encoded once for S3, `/` for services with JSON protocols. */
  readonly path: string;
  readonly query: string;
  /** Names in lower case; all of them are signed. */
  readonly headers: Pairs;
  readonly bodySha256: string;
}

/** The text that Signature Version 4 signs, and the names of the signed headers. */
export function canonicalRequest({ method, path, query, headers, bodySha256 }: RequestToSign): {
  readonly text: string;
  readonly signedHeaders: string;
} {
  const sorted = Object.entries(headers).sort(byName);
  const lines = sorted.map(([name, value]) => `${name}:${value.trim().replace(/ +/g, ' ')}\n`).join('');
  const signedHeaders = sorted.map(([name]) => name).join(';');
  return { text: `${method}\n${path}\n${query}\n${lines}\n${signedHeaders}\n${bodySha256}`, signedHeaders };
}
