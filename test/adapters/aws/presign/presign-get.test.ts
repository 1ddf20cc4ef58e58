import { S3Client } from '@aws-sdk/client-s3';
import { S3RequestPresigner } from '@aws-sdk/s3-request-presigner';
import { describe, expect, it } from 'vitest';
import type { Endpoint } from '../../../../adapters/aws/lean/endpoint.ts';
import { type Presigning, presignGet } from '../../../../adapters/aws/presign/presign-get.ts';

const NOW = Date.UTC(2026, 10, 22, 9, 30);
const ON_AWS: Endpoint = {
  url: new URL('https://s3.eu-central-1.amazonaws.com'),
  region: 'eu-central-1',
  custom: false,
};
const EMULATED: Endpoint = { url: new URL('http://127.0.0.1:4566'), region: 'eu-central-1', custom: true };
const KEYS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
const SHA = 'a'.repeat(64);

const ours = (over: Partial<Presigning> = {}): string =>
  presignGet({
    endpoint: ON_AWS,
    credentials: KEYS,
    bucket: 'blobs',
    key: `release/${SHA}`,
    nowMs: NOW,
    expiresInSeconds: 300,
    ...over,
  });
/** The SDK's presigner, asked about the very same address. */
async function theirs(url: string, { endpoint = ON_AWS, credentials = KEYS }: Partial<Presigning>): Promise<string> {
  const { hostname, port, protocol, pathname } = new URL(url);
  const client = new S3Client({ region: endpoint.region, credentials });
  const signed = await new S3RequestPresigner({ ...client.config }).presign(
    {
      method: 'GET',
      protocol,
      hostname,
      ...(port ? { port: Number(port) } : {}),
      path: pathname,
      headers: { host: new URL(url).host },
      query: {},
    },
    { expiresIn: 300, signingDate: new Date(NOW) },
  );
  return String(signed.query?.['X-Amz-Signature']);
}

describe('a presigned GET', () => {
  it.each<{ name: string; over: Partial<Presigning>; where: string }>([
    { name: 'in virtual-host style', over: {}, where: 'https://blobs.s3.eu-central-1.amazonaws.com/release/' },
    { name: 'in path style', over: { endpoint: EMULATED }, where: 'http://127.0.0.1:4566/blobs/release/' },
    {
      name: 'with a session token',
      over: { credentials: { ...KEYS, sessionToken: 'FwoG/+=x' } },
      where: 'https://blobs.s3.eu-central-1.amazonaws.com/release/',
    },
    {
      name: 'of a key that has to be encoded',
      over: { key: 'a b/ü+!(1)*~.json' },
      where: 'https://blobs.s3.eu-central-1.amazonaws.com/a%20b/%C3%BC%2B%21%281%29%2A~.json',
    },
  ])("has the signature of the SDK's presigner $name", async ({ over, where }) => {
    const url = ours(over);
    expect(url.startsWith(where)).toBe(true);
    expect(new URL(url).searchParams.get('X-Amz-Signature')).toBe(await theirs(url, over));
  });

  it.each([
    { seconds: 0, taken: false },
    { seconds: 1, taken: true },
    { seconds: 600, taken: true },
    { seconds: 601, taken: false },
    { seconds: 1.5, taken: false },
  ])('lives 1 to 600 whole seconds: $seconds', ({ seconds, taken }) => {
    const mint = () => ours({ expiresInSeconds: seconds });
    if (taken) expect(new URL(mint()).searchParams.get('X-Amz-Expires')).toBe(String(seconds));
    else expect(mint).toThrow(RangeError);
  });
});
