import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { ROUTES } from '../../schemas/api/index.ts';
import type { RouteSpec } from '../../schemas/api/route.ts';
import { developmentToken, startEmbedded } from '../support/embedded-process.ts';
import { ROOT } from '../support/plant.ts';
import { tempFolder } from '../support/temp-folder.ts';

const NAME = 'pay.production';
/** There is nothing to read for these yet: no schema was registered, and a tile needs 256 leaves to be full. */
const ABSENT = ['getSchema', 'getAuditTile'];

type Answer = Record<string, unknown>;

it('every GET answers what its route declares, with one node on one release', async () => {
  const folder = tempFolder();
  const { url, data } = await startEmbedded(['--port', '0', '--data', join(folder, 'state')]);
  const authorization = `Bearer ${developmentToken(data, 'admin')}`;
  const ask = async (method: string, path: string, body?: unknown): Promise<{ status: number; body: Answer }> => {
    const headers = { authorization, 'content-type': 'application/json' };
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      body: /json/.test(response.headers.get('content-type') ?? '') ? (JSON.parse(text) as Answer) : {},
    };
  };
  const made = async (path: string, body: unknown): Promise<Answer> => {
    const answer = await ask('POST', path, body);
    expect([path, Math.floor(answer.status / 100), answer.body['code']]).toStrictEqual([path, 2, undefined]);
    return answer.body;
  };
  const until = async (path: string, holds: (body: Answer) => boolean): Promise<void> => {
    for (const deadline = Date.now() + 15_000; !holds((await ask('GET', path)).body); ) {
      if (Date.now() > deadline) throw new Error(`never held: ${path}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };

  await made('/configs', { name: NAME });
  await made(`/configs/${NAME}/versions`, { version: '1.0.0', content: { limit: 5 } });
  await made('/snapshots', {
    name: 'first',
    configs: { [NAME]: '1.0.0' },
    clusters: [NAME],
    summary: 'first one',
    risk: 'Low',
  });
  await made('/snapshots/first/validate', { revision: 1 });
  const enrolment = await made('/enrolment-tokens', { cluster: NAME });
  writeFileSync(join(folder, 'token'), String(enrolment['token']));
  const flags = ['agent', '--url', url, '--token-file', join(folder, 'token'), '--dir', join(folder, 'node')];
  const agent = spawn(process.execPath, ['bin/plumb.ts', ...flags], { cwd: ROOT, stdio: 'ignore' });
  onTestFinished(() => void agent.kill('SIGKILL'));
  await until('/nodes', ({ nodes }) => (nodes as unknown[]).length === 1);
  const { id: deployment } = await made('/deployments', {
    cluster: NAME,
    snapshot: 'first',
    strategy: { strategy: 'Direct' },
  });
  await until(`/deployments/${deployment}`, ({ status }) => status === 'completed');
  await until(`/clusters/${NAME}/cohesion`, ({ cohesion }) => cohesion === 1);
  const [node] = (await ask('GET', '/nodes')).body['nodes'] as [{ id: string }];

  const urlOf = ({ path }: RouteSpec): string => {
    const version = path.startsWith('/trust') ? '1' : '1.0.0';
    const id = path.startsWith('/nodes') ? node.id : String(deployment);
    const name = path.startsWith('/snapshots') ? 'first' : NAME;
    const values: Record<string, string> = { version, v1: version, v2: version, id, name };
    return path.replace(/\{(\w+)\}/g, (_all, parameter: string) => values[parameter] ?? '');
  };
  const readable = ROUTES.filter(({ method, operationId }) => method === 'GET' && !ABSENT.includes(operationId));
  expect(readable.length).toBeGreaterThanOrEqual(35);
  for (const route of readable) {
    const { status, body } = await ask('GET', urlOf(route));
    const problems = route.response?.safeParse(body).error?.issues ?? [];
    expect([route.operationId, status, problems]).toStrictEqual([route.operationId, 200, []]);
  }
}, 60_000);
