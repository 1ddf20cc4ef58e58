import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import type { Emulator } from '../emulator.ts';
import { LocalFailure } from '../failure.ts';
import { LOCAL, LOGS } from '../folders.ts';
import { startDetached } from '../process/detached.ts';
import { end, lives } from '../process/end.ts';
import { freePort } from '../process/free-port.ts';
import { mark } from '../process/process-mark.ts';
import { remember } from '../process/remembered.ts';
import { until } from '../process/until.ts';
import { provisionLocalStack } from './provision.ts';

const READY_WITHIN_MILLISECONDS = 120_000;
const FOLDER = join(LOCAL, 'localstack');

/** Each running function has a file here, `<function name>/<process id>`. */
export const FUNCTION_PIDS = join(FOLDER, 'functions');

/** Provisions LocalStack if need be, and starts it empty on a free port of 127.0.0.1. It lives on after this program. */
export async function startLocalStack(): Promise<Emulator> {
  const { python, libraries } = await provisionLocalStack();
  const port = await freePort();
  const dynamoPort = await freePort();
  rmSync(FOLDER, { recursive: true, force: true });
  const state = join(FOLDER, 'var/lib/localstack');
  for (const folder of [state, FUNCTION_PIDS, join(FOLDER, 'tmp')]) mkdirSync(folder, { recursive: true });
  symlinkSync(libraries, join(state, 'lib'), 'dir');
  const log = join(LOGS, 'localstack.log');
  const pid = await startDetached(python, ['-m', 'localstack.runtime.main'], {
    log,
    cwd: FOLDER,
    env: settings(port, dynamoPort),
  });
  remember('localstack', 'emulator', [mark(pid)]); // before it is ready: somebody may lose patience
  const endpoint = `http://127.0.0.1:${port}`;
  await until(() => !lives(pid) || isUp(endpoint), READY_WITHIN_MILLISECONDS);
  if (lives(pid) && (await isUp(endpoint))) return { name: 'localstack', endpoint, processes: [mark(pid)] };
  await end(pid);
  throw new LocalFailure(`LocalStack did not start. Its output is in ${log}`);
}

/** Whether it answers, DynamoDB too: that one starts only when it is first asked. */
async function isUp(endpoint: string): Promise<boolean> {
  const health = await fetch(`${endpoint}/_localstack/health`);
  if (!health.ok) return false;
  const tables = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'DynamoDB_20120810.ListTables',
      authorization: 'AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-1/dynamodb/aws4_request, SignedHeaders=host',
    },
    body: '{}',
  });
  return tables.ok;
}

/** Types of our stack that this LocalStack has no provider for. Tests of the template hold them instead. */
const LEFT_OUT = ['AWS::Events::Archive', 'AWS::CloudWatch::Dashboard'];

const settings = (port: number, dynamoPort: number): NodeJS.ProcessEnv => ({
  PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter),
  HOME: FOLDER, // it keeps a cache in the home folder
  TMPDIR: join(FOLDER, 'tmp'),
  FILESYSTEM_ROOT: FOLDER,
  OVERRIDE_IN_DOCKER: '0',
  GATEWAY_SERVER: 'hypercorn', // the default one ignores the address it is told to listen on
  GATEWAY_LISTEN: `127.0.0.1:${port}`,
  LOCALSTACK_HOST: `localhost:${port}`,
  DNS_ADDRESS: '0',
  DISABLE_EVENTS: '1',
  SKIP_SSL_CERT_DOWNLOAD: '1',
  S3_SKIP_SIGNATURE_VALIDATION: '0',
  SQS_ENDPOINT_STRATEGY: 'path',
  CFN_IGNORE_UNSUPPORTED_RESOURCE_TYPES: '0', // but for these, whatever it cannot deploy is a failure
  CFN_IGNORE_UNSUPPORTED_TYPE_CREATE: LEFT_OUT.join(','),
  CFN_IGNORE_UNSUPPORTED_TYPE_UPDATE: LEFT_OUT.join(','),
  PROVIDER_OVERRIDE_DYNAMODB: 'v2', // the default one writes no stream records here
  DYNAMODB_IN_MEMORY: '1',
  // Functions ask DynamoDB Local itself: LocalStack only passes such calls on, and is what everybody waits for.
  DYNAMODB_LOCAL_PORT: String(dynamoPort),
  DYNAMODB_SHARE_DB: '1', // under whatever credentials
  PLUMB_FUNCTION_ENVIRONMENT: JSON.stringify({ AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${dynamoPort}` }),
  // Waits of its own, in seconds: how long a stream rests, and a failed asynchronous call waits for its next try.
  LAMBDA_EVENT_SOURCE_MAPPING_POLL_INTERVAL_SEC: '0.25',
  LAMBDA_EVENT_SOURCE_MAPPING_MAX_BACKOFF_ON_EMPTY_POLL_SEC: '0.5',
  LAMBDA_EVENT_SOURCE_MAPPING_MAX_BACKOFF_ON_ERROR_SEC: '5',
  LAMBDA_RETRY_BASE_DELAY: '5',
  LAMBDA_RUNTIME_EXECUTOR: 'process',
  PYTHONPATH: join(import.meta.dirname, 'plugins'),
  PYTHONPYCACHEPREFIX: join(LOCAL, 'pycache'), // the second start is then faster, and no folder of ours is littered
  PLUMB_NODE: process.execPath,
  PLUMB_FUNCTION_PIDS: FUNCTION_PIDS,
});
