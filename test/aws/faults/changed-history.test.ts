/* Runs on LocalStack alone, like everything that is done behind the back of the control plane. */
import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { expect, it } from 'vitest';
import type { AuditReport } from '../../../cli/audit/verify-audit.ts';
import { cli } from '../../support/cli.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { until } from '../../support/until.ts';
import { aws } from '../support/aws.ts';
import { deployed } from '../support/deployed.ts';
import { playedOnAws } from '../support/played-on-aws.ts';

const journey = playedOnAws();

it('an event that is changed in the table is found by whoever recomputes the log, with its place', async () => {
  const config = journey.named('changed.production');
  await journey.dora('POST', '/configs', { name: config });
  const env = { PLUMB_URL: journey.plane().url, PLUMB_TOKEN: await journey.plane().token('Admin', 'ada') };
  const trust = tempFolder();
  expect((await cli(['trust', 'get', '--out', trust], { env, real: true })).exitCode).toBe(0);
  const verify = async () => {
    const words = ['audit', 'verify', '--trust', trust, '--json'];
    return JSON.parse((await cli(words, { env, real: true })).stdout) as AuditReport;
  };
  const stream = `${deployed().region}/config/${config}`;
  const covered = async () =>
    (await journey.ada<{ events: unknown[] }>('GET', `/audit/events?config=${config}`)).events;
  await until(covered, (events) => events.length > 0);
  expect((await verify()).findings).toStrictEqual([]);

  const TableName = deployed().outputs.StreamsTable;
  const Key = { pk: { S: stream }, sk: { S: 'E#0000000000000001' } };
  const { Item } = await aws.dynamo.send(new GetItemCommand({ TableName, Key }));
  if (!Item) throw new Error('the first event of a config');
  const payload = { ...JSON.parse(String(Item['payload']?.S)), owner: 'mallory' };
  await aws.dynamo.send(new PutItemCommand({ TableName, Item: { ...Item, payload: { S: JSON.stringify(payload) } } }));
  expect((await verify()).findings[0]).toMatchObject({ rule: 'payload_changed', stream, revision: 1 });
  await aws.dynamo.send(new PutItemCommand({ TableName, Item }));
  expect((await verify()).findings).toStrictEqual([]);
});
