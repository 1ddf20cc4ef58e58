import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { LocalFailure } from '../failure.ts';
import { LOGS } from '../folders.ts';
import { freePort } from '../process/free-port.ts';
import { until } from '../process/until.ts';
import { findJava, javaIn } from '../tools/find-java.ts';
import { provisionDynamoDbLocal } from './provision.ts';

const READY_WITHIN_MILLISECONDS = 60_000;

export interface DynamoDbLocal {
  /** Where it answers; any region and any credentials will do, and all see the same tables. */
  readonly endpoint: string;
  stop(): Promise<void>;
}

/**
 * Starts Amazon's DynamoDB Local in memory on a free port, fetching it first if need be.
 * It ends with this process at the latest.
 */
export async function startDynamoDbLocal(): Promise<DynamoDbLocal> {
  const java = javaIn(findJava());
  const jars = await provisionDynamoDbLocal();
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  mkdirSync(LOGS, { recursive: true });
  const log = join(LOGS, 'dynamodb-local.log');
  const output = openSync(log, 'w');
  const server = spawn(
    java,
    [
      `-Djava.library.path=${jars}`,
      '-cp',
      join(jars, '*'),
      'com.amazonaws.services.dynamodbv2.local.main.ServerRunner',
      ...['-inMemory', '-sharedDb', '-disableTelemetry', '-port', String(port)],
    ],
    { stdio: ['ignore', output, output] },
  );
  closeSync(output);
  const killed = (): boolean => server.kill('SIGKILL');
  process.once('exit', killed);
  const stop = async (): Promise<void> => {
    process.off('exit', killed);
    if (server.exitCode !== null || server.signalCode !== null) return;
    const gone = once(server, 'exit');
    server.kill('SIGKILL'); // nothing of it is to be kept
    await gone;
  };
  const answers = (): Promise<boolean> => fetch(endpoint).then(({ status }) => status > 0);
  if (await until(() => server.exitCode !== null || answers(), READY_WITHIN_MILLISECONDS))
    if (server.exitCode === null) return { endpoint, stop };
  await stop();
  throw new LocalFailure(`DynamoDB Local did not start. Its output is in ${log}`);
}
