import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { ROUTES } from '../../../schemas/api/index.ts';
import type { RouteSpec } from '../../../schemas/api/route.ts';
import type { Journey } from '../../support/journey.ts';
import { ROOT } from '../../support/plant.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { until as waitUntil } from '../../support/until.ts';

/** There is nothing to read for these yet: no schema was registered, and a tile needs 256 leaves to be full. */
const ABSENT = ['getSchema', 'getAuditTile'];

type Answer = Record<string, unknown>;

export function answersAsDeclared(journey: Journey): void {
  it('every GET answers what its route declares, with one node on one release', async () => {
    const folder = tempFolder();
    const { url } = journey.plane();
    const [config, snapshot] = [journey.named('pay.production'), journey.named('first')];
    const authorization = `Bearer ${await journey.plane().token('Admin')}`;
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
    const until = (path: string, holds: (body: Answer) => boolean): Promise<Answer> =>
      waitUntil(async () => (await ask('GET', path)).body, holds);

    await made('/configs', { name: config });
    await made(`/configs/${config}/versions`, { version: '1.0.0', content: { limit: 5 } });
    await made('/snapshots', {
      name: snapshot,
      configs: { [config]: '1.0.0' },
      clusters: [config],
      summary: 'first one',
      risk: 'Low',
    });
    await made(`/snapshots/${snapshot}/validate`, { revision: 1 });
    const enrolment = await made('/enrolment-tokens', { cluster: config });
    writeFileSync(join(folder, 'token'), String(enrolment['token']));
    const flags = ['agent', '--url', url, '--token-file', join(folder, 'token'), '--dir', join(folder, 'node')];
    const agent = spawn(process.execPath, ['bin/plumb.ts', ...flags], { cwd: ROOT, stdio: 'ignore' });
    onTestFinished(() => void agent.kill('SIGKILL'));
    const heard = await until(`/nodes?cluster=${config}`, ({ nodes }) => (nodes as unknown[]).length === 1);
    const { id: deployment } = await made('/deployments', {
      cluster: config,
      snapshot,
      strategy: { strategy: 'Direct' },
    });
    await until(`/deployments/${deployment}`, ({ status }) => status === 'completed');
    // Not its cohesion: a busy machine is drift too.
    await until(`/clusters/${config}/cohesion`, ({ running }) => (running as { 1?: number })[1] === 1);
    const [node] = heard['nodes'] as [{ id: string }];
    // The first one comes within a minute.
    await waitUntil(
      () => ask('GET', '/audit/checkpoint'),
      ({ status }) => status === 200,
    );

    const urlOf = ({ path }: RouteSpec): string => {
      const version = path.startsWith('/trust') ? '1' : '1.0.0';
      const id = path.startsWith('/nodes') ? node.id : String(deployment);
      const name = path.startsWith('/snapshots') ? snapshot : config;
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
  });
}
