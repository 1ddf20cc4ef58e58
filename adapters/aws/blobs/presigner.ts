/** What a presigned request allows. All of `headers` are signed: the request must carry them with these very values. */
export interface Presigned {
  readonly method: 'GET' | 'PUT';
  readonly key: string;
  readonly expiresInSeconds: number;
  readonly headers?: { readonly [name: string]: string };
}

/** Makes URLs into one bucket that anyone may use until they expire. No call of AWS is made. */
export type Presign = (request: Presigned) => string | Promise<string>;
