import type { Credentials } from '../lean/credentials.ts';
import type { Endpoint } from '../lean/endpoint.ts';
import { presign } from '../presign/presign.ts';

/** What a presigned request allows. All of `headers` are signed: the request must carry them with these very values. */
export interface Presigned {
  readonly method: 'GET' | 'PUT';
  readonly key: string;
  readonly expiresInSeconds: number;
  readonly headers?: { readonly [name: string]: string };
}

/** Makes URLs into one bucket that anyone may use until they expire. No call of AWS is made. */
export type Presign = (request: Presigned) => string;

/** @param place.credentials are read for each URL, so that it lives as long as they can */
export const presigner =
  (place: {
    readonly endpoint: Endpoint;
    readonly credentials: () => Credentials;
    readonly bucket: string;
    /** Unix milliseconds. */
    readonly now: () => number;
  }): Presign =>
  ({ method, headers, ...what }) =>
    presign(method, { ...place, ...what, credentials: place.credentials(), nowMs: place.now() }, headers);
