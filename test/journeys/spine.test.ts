import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { CohesionResponse } from '../../schemas/cluster.ts';
import type { DeploymentResponse } from '../../schemas/deployment.ts';
import { plumb, startAgentProcess } from '../support/agent-process.ts';
import { developmentToken, startEmbedded } from '../support/embedded-process.ts';
import { QUICK } from '../support/journey.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { until } from '../support/until.ts';

const CONFIG = 'payment-service.production';
const PUBLISHED = { timeoutMs: 250, retries: 2 };

it('real processes: the control plane is killed in the middle of a canary, and the deployment still ends right', async () => {
  const root = tempFolder();
  const data = join(root, 'data');
  let server = await startEmbedded(['--port', '0', '--data', data], QUICK);
  const { port } = new URL(server.url);
  const [dora, otto] = [developmentToken(data, 'developer', 'dora'), developmentToken(data, 'operator', 'otto')];
  const ask = async <T>(token: string, method: string, path: string, body?: unknown): Promise<T> => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    const response = await fetch(`${server.url}/api/v1${path}`, init);
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  };
  const bundle = async (version: string, content: unknown) => {
    await ask(dora, 'POST', `/configs/${CONFIG}/versions`, { version, content });
    const name = `payments-${version}`;
    await ask(dora, 'POST', '/snapshots', { name, configs: { [CONFIG]: version }, summary: `Moves to ${version}` });
    await ask(dora, 'POST', `/snapshots/${name}/validate`, { revision: 1 });
    await ask(otto, 'POST', `/snapshots/${name}/approve`, { revision: 1 });
    return name;
  };
  const deploy = async (snapshot: string, strategy: object) =>
    (await ask<{ id: string }>(otto, 'POST', '/deployments', { snapshot, strategy })).id;
  const reaches = (id: string, done: (seen: DeploymentResponse) => boolean) =>
    until(() => ask<DeploymentResponse>(otto, 'GET', `/deployments/${id}`), done);

  // publish → snapshot → approve → deploy directly → receipt
  await ask(dora, 'POST', '/configs', { name: CONFIG });
  const { token } = await ask<{ token: string }>(otto, 'POST', '/enrolment-tokens', { cluster: CONFIG, uses: 3 });
  const agents = [1, 2, 3].map((n) => startAgentProcess(server.url, join(root, `node-${n}`), token));
  await until(
    () => ask<CohesionResponse>(otto, 'GET', `/clusters/${CONFIG}/cohesion`),
    ({ nodes }) => nodes === 3,
  );
  const first = await deploy(await bundle('1.0.0', PUBLISHED), { strategy: 'Direct' });
  await reaches(first, ({ status }) => status === 'completed');
  expect(agents.map((agent) => agent.current(CONFIG))).toStrictEqual(Array(3).fill('{"retries":2,"timeoutMs":250}'));

  const canary = { strategy: 'Canary', canaryPercentage: 10, phaseInterval: 'PT2S' };
  const id = await deploy(await bundle('1.1.0', { ...PUBLISHED, retries: 3 }), canary);
  await reaches(id, ({ phase }) => phase === 1);
  expect(await server.end('SIGKILL')).toStrictEqual({ code: null, signal: 'SIGKILL' });
  // Nodes need nobody to go on with what they have.
  expect(agents.map((agent) => agent.current(CONFIG)?.includes('retries'))).toStrictEqual([true, true, true]);
  server = await startEmbedded(['--port', port, '--data', data], QUICK);
  const ended = await reaches(id, ({ status }) => status !== 'running' && status !== 'planning');
  // 10 and 30 % of three nodes are the same one node: one phase less.
  expect(ended).toMatchObject({ status: 'completed', phase: 3, generation: 2 });
  expect(agents.map((agent) => agent.current(CONFIG))).toStrictEqual(Array(3).fill('{"retries":3,"timeoutMs":250}'));

  // Every step is in one history that still verifies, with a trust root from outside.
  const connection = { url: server.url, token: otto };
  expect(plumb(connection, 'trust', 'get', '--out', join(root, 'trust')).status).toBe(0);
  const audit = await until(
    () => plumb(connection, 'audit', 'verify', '--trust', join(root, 'trust'), '--json'),
    ({ status, stdout }) => status === 0 && JSON.parse(stdout).checkpointSize > 0,
  );
  const report = JSON.parse(audit.stdout) as { ok: boolean; receipts: number; findings: unknown[] };
  expect(report).toMatchObject({ ok: true, findings: [] });
  expect(report.receipts).toBeGreaterThanOrEqual(6);
}, 90_000);
