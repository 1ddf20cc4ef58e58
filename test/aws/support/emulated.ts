import { describe } from 'vitest';
import { environmentCredentials } from '../../../adapters/aws/lean/credentials.ts';
import { endpointOf } from '../../../adapters/aws/lean/endpoint.ts';

/** Suites about more than tables: without a whole emulated AWS at AWS_ENDPOINT_URL they are skipped, and say so. */
export const describeOnAws = describe.skipIf(!process.env['AWS_ENDPOINT_URL']);

/** MiniStack differs from AWS in more than LocalStack does; docs/decisions has the list. */
export const ON_MINISTACK = await answersAsMiniStack(process.env['AWS_ENDPOINT_URL']);

async function answersAsMiniStack(endpoint: string | undefined): Promise<boolean> {
  return endpoint !== undefined && (await fetch(`${endpoint}/_ministack/health`)).ok;
}

/** Where MiniStack does not do as AWS does. */
export const describeOnLocalStack = describe.skipIf(!process.env['AWS_ENDPOINT_URL'] || ON_MINISTACK);

export const s3Place = () => ({
  endpoint: endpointOf('s3', process.env),
  credentials: () => environmentCredentials(process.env),
});
