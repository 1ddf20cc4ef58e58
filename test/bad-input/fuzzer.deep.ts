import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, type TestContext } from 'vitest';
import type { Role } from '../../schemas/principal.ts';
import { developmentToken, openEmbedded } from '../support/embedded-process.ts';
import { fuzz, provisionSchemathesis } from './fuzzer/run-schemathesis.ts';
import { THERE } from './victim.ts';

/** With four phases about ten thousand requests for each role. */
const EXAMPLES = 10;
const LEAST = 10_000;
/** Two minutes where nothing else runs; that may be otherwise. */
const PATIENCE_MS = 1_200_000;

let python: string;
beforeAll(async () => {
  python = await provisionSchemathesis();
}, 300_000);

const ask = async (url: string, token: string, path: string, body: unknown): Promise<void> => {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const response = await fetch(`${url}/api/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  if (response.status !== 201) throw new Error(`${path}: ${response.status} ${await response.text()}`);
};

/** A server of its own in a process of its own, with one name under which there is a config, a cluster and a snapshot. */
async function server({ onTestFinished }: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'plumb-fuzzed-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const data = join(folder, 'data');
  const running = await openEmbedded(['--port', '0', '--data', data], {}, (child) =>
    onTestFinished(() => void child.kill('SIGKILL')),
  );
  const admin = developmentToken(data, 'admin', 'ada');
  const { config, version, next, cluster } = THERE;
  const make = (path: string, body: unknown) => ask(running.url, admin, path, body);
  await make('/configs', { name: config });
  await make(`/configs/${config}/versions`, { version, content: { limit: 5 } });
  await make(`/configs/${config}/versions`, { version: next, content: { limit: 6 } });
  await make('/snapshots', { name: config, configs: { [config]: version }, summary: 'first one' });
  await make('/enrolment-tokens', { cluster });
  return { ...running, folder, data };
}

const NAMES = {
  'path.name': THERE.config,
  'path.version': THERE.version,
  'path.v1': THERE.version,
  'path.v2': THERE.next,
};

describe('a fuzzer that we did not write finds no fault, nothing undocumented and no answer of another shape', () => {
  it.concurrent.for<{ role: Role; parameters?: Record<string, string> }>([
    { role: 'Admin', parameters: NAMES },
    { role: 'Developer' },
  ])('as $role', { timeout: PATIENCE_MS }, async ({ role, parameters }, context) => {
    const { url, data, folder, child, output } = await server(context);
    const reports = join(folder, 'reports');
    mkdirSync(reports);
    const token = developmentToken(data, role.toLowerCase());
    const { said, exitCode, generated, complete, operations, failures, errors } = await fuzz({
      python,
      url,
      token,
      examples: EXAMPLES,
      folder: reports,
      ...(parameters ? { parameters } : {}),
    });
    expect({ failures, errors, complete, exitCode }, said).toStrictEqual({
      failures: [],
      errors: [],
      complete: true,
      exitCode: 0,
    });
    expect([operations.tested, operations.errored]).toStrictEqual([operations.total, 0]);
    expect(operations.total).toBeGreaterThanOrEqual(90);
    expect(generated).toBeGreaterThanOrEqual(LEAST);
    expect([
      child.exitCode,
      output()
        .stdout.split('\n')
        .filter((line) => line.includes('"level":"ERROR"')),
      output().stderr.includes('fault'),
    ]).toStrictEqual([null, [], false]);
    expect((await fetch(`${url}/health`)).status).toBe(200);
  });
});
