import { expect, it } from 'vitest';
import { awsEnvironment } from '../../local/emulator.ts';

it('whoever is told of an emulator can reach no real account', () => {
  const mine: NodeJS.ProcessEnv = { AWS_PROFILE: 'mine', AWS_SESSION_TOKEN: 'mine' };
  const told = { ...mine, ...awsEnvironment({ endpoint: 'http://127.0.0.1:1' }) };
  expect(told).toMatchObject({
    AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
    AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_SESSION_TOKEN: '',
    CDK_DEFAULT_ACCOUNT: '000000000000',
  });
  expect(told.AWS_PROFILE).toBeUndefined();
});
