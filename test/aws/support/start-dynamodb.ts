import { startDynamoDbLocal } from '../../../local/dynamodb-local/start.ts';

/**
 * Before all suites on emulated AWS. Whoever sets AWS_ENDPOINT_URL (npm run test:aws does) has an emulator
 * running; otherwise DynamoDB Local alone is started, which is all that the suites about tables need.
 * Credentials are set so that no test can ever reach a real account.
 */
export async function setup(): Promise<(() => Promise<void>) | undefined> {
  Object.assign(process.env, {
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_SESSION_TOKEN: '',
  });
  delete process.env['AWS_PROFILE'];
  if (process.env['AWS_ENDPOINT_URL']) return undefined;
  const { endpoint, stop } = await startDynamoDbLocal();
  process.env['AWS_ENDPOINT_URL_DYNAMODB'] = endpoint;
  process.env['AWS_ENDPOINT_URL_DYNAMODB_STREAMS'] = endpoint;
  return stop;
}
