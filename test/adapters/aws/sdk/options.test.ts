import { describe, expect, it } from 'vitest';
import { sdkOptions } from '../../../../adapters/aws/sdk/options.ts';

const FUNCTION = { AWS_REGION: 'eu-central-1', AWS_ACCESS_KEY_ID: 'key', AWS_SECRET_ACCESS_KEY: 'secret' };

describe('what SDK clients are made with', () => {
  it('has the credentials of the function and no endpoint of its own on AWS', () => {
    const options = sdkOptions('KMS', { ...FUNCTION, AWS_SESSION_TOKEN: 'token' });
    expect(options.credentials).toStrictEqual({ accessKeyId: 'key', secretAccessKey: 'secret', sessionToken: 'token' });
    expect(options.region).toBe('eu-central-1');
    expect(options).not.toHaveProperty('endpoint');
  });

  it.each([
    { name: 'the one for all', more: { AWS_ENDPOINT_URL: 'http://all' }, endpoint: 'http://all' },
    {
      name: 'its own',
      more: { AWS_ENDPOINT_URL: 'http://all', AWS_ENDPOINT_URL_KMS: 'http://kms' },
      endpoint: 'http://kms',
    },
    {
      name: 'not that of another',
      more: { AWS_ENDPOINT_URL: 'http://all', AWS_ENDPOINT_URL_SFN: 'http://sfn' },
      endpoint: 'http://all',
    },
  ])('goes where the environment leads: $name', ({ more, endpoint }) =>
    expect(sdkOptions('KMS', { ...FUNCTION, ...more })).toHaveProperty('endpoint', endpoint),
  );

  it('has no empty session token', () =>
    expect(sdkOptions('KMS', { ...FUNCTION, AWS_SESSION_TOKEN: '' }).credentials).not.toHaveProperty('sessionToken'));

  it.each(Object.keys(FUNCTION))('is not searched for elsewhere when %s is missing', (name) =>
    expect(() => sdkOptions('KMS', { ...FUNCTION, [name]: undefined })).toThrow(
      'AWS_REGION, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY must be set',
    ),
  );

  it('bounds every call: attempts, connecting, answering, standing still', () => {
    const { maxAttempts, requestHandler } = sdkOptions('KMS', FUNCTION);
    const { connectionTimeout, requestTimeout, throwOnRequestTimeout, socketTimeout } = requestHandler;
    expect([maxAttempts, connectionTimeout, requestTimeout, throwOnRequestTimeout, socketTimeout]).toStrictEqual([
      4,
      1000,
      8000,
      true,
      10_000,
    ]);
  });
});
