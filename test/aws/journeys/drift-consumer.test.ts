/* Runs on each emulator: examples/drift-consumer as somebody copies it, deployed beside our stacks by the plain CDK CLI. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { paginateScan } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { awsEnvironment } from '../../../local/emulator.ts';
import { DIRECT, over } from '../../support/journey.ts';
import { ROOT } from '../../support/plant.ts';
import { until } from '../../support/until.ts';
import { aws } from '../support/aws.ts';
import { deployed } from '../support/deployed.ts';
import { playedOnAws } from '../support/played-on-aws.ts';

const journey = playedOnAws();
const folder = mkdtempSync(join(tmpdir(), 'plumb-consumer-'));
let table = '';

function cdk(...args: readonly string[]): void {
  const given = ['--context', `bus=${deployed().outputs.Bus}`, '--output', join(folder, 'cdk.out'), '--no-notices'];
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(ROOT, 'node_modules/aws-cdk/bin/cdk'), ...args, ...given],
    {
      cwd: join(ROOT, 'examples/drift-consumer'),
      encoding: 'utf8',
      env: {
        ...process.env,
        ...awsEnvironment(deployed()),
        PATH: `${dirname(process.execPath)}:${join(ROOT, 'node_modules/.bin')}:${process.env['PATH']}`,
        CDK_HOME: join(folder, 'home'),
        CDK_DISABLE_VERSION_CHECK: '1',
        CI: 'true',
      },
    },
  );
  if (status !== 0) throw new Error(`cdk ${args[0]}: ${stdout}${stderr}`);
}

beforeAll(() => {
  const outputs = join(folder, 'outputs.json');
  cdk('deploy', '--require-approval', 'never', '--outputs-file', outputs);
  table = JSON.parse(readFileSync(outputs, 'utf8')).DriftConsumer.IncidentsTable;
});
afterAll(() => {
  cdk('destroy', '--force');
  rmSync(folder, { recursive: true });
});

async function incidents(cluster: string): Promise<{ status: string; rule: string }[]> {
  const found: { status: string; rule: string }[] = [];
  for await (const { Items = [] } of paginateScan({ client: aws.dynamo }, { TableName: table }))
    for (const { cluster: of, status, incident } of Items)
      if (of?.S === cluster) found.push({ status: String(status?.S), rule: String(incident?.S?.split('/').at(-2)) });
  return found;
}

it('a consumer opens an incident when a file is changed by hand, and resolves it when the agent has put it right', async () => {
  const cluster = journey.named('paged.production');
  const { nodes } = await journey.enrol(cluster, 1);
  await journey.reaches(
    await journey.deploy((await journey.bundle(cluster, '1.0.0', { say: 'one' })).name, DIRECT),
    over,
  );
  const [node] = nodes;
  await node?.agent.stop(); // one round at a time: the incident is to be seen open
  node?.files.tamper(`current/${cluster}`, new TextEncoder().encode('{"say":"evil"}'));
  await node?.agent.round();
  const rule = 'config_digest_mismatch';
  const seen = () => incidents(cluster);
  const only = (status: string) => (found: Awaited<ReturnType<typeof seen>>) =>
    found.length > 0 && found.every((incident) => incident.status === status);
  expect(await until(seen, only('open'))).toStrictEqual([{ status: 'open', rule }]);
  await node?.agent.round();
  expect(await until(seen, only('resolved'))).toStrictEqual([{ status: 'resolved', rule }]);
});
