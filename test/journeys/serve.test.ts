import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { developmentToken, greeting, runEmbedded, startEmbedded } from '../support/embedded-process.ts';
import { tempFolder } from '../support/temp-folder.ts';

const get = async (url: string, token?: string) => {
  const response = await fetch(url, token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};
const ACCESS = '/api/v1/configs/pay.production/access';
const setAccess = async (url: string, token: string, entries: unknown): Promise<number> => {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return (await fetch(`${url}${ACCESS}`, { method: 'PUT', headers, body: JSON.stringify({ entries }) })).status;
};

describe('npm start', () => {
  it('keeps what Node compiled as soon as it is ready, so that a kill does not make every start slow', async () => {
    const environment = {
      NODE_COMPILE_CACHE: join(tempFolder(), 'compiled'),
      // Counting lines turns that off.
      NODE_V8_COVERAGE: undefined,
      NODE_DISABLE_COMPILE_CACHE: undefined,
    };
    const server = await startEmbedded(['--port', '0', '--data', join(tempFolder(), 'state')], environment);
    await fetch(`${server.url}/health`); // answered after what follows the ready line
    await server.end('SIGKILL');
    const kept = readdirSync(environment.NODE_COMPILE_CACHE, { recursive: true });
    expect(kept.length).toBeGreaterThan(100);
  });

  it('says it is ready in one line, keeps its state in one folder, and goes on after a stop and after a kill', async () => {
    const data = join(tempFolder(), 'state');
    const first = await startEmbedded(['--port', '0', '--data', data]);
    expect({ data: first.data, pid: first.pid, lines: first.output().stdout.split('\n').length }).toStrictEqual({
      data,
      pid: first.child.pid,
      lines: 2,
    });
    expect(first.output().stderr).toContain(`Made a first trust root. Its key is ${join(data, 'root-key.pem')}`);
    expect(statSync(join(data, 'root-key.pem')).mode & 0o077).toBe(0);
    const token = developmentToken(data, 'admin');
    expect(await setAccess(first.url, token, [])).toBe(200);
    const identity = (await get(`${first.url}/health`)).body['controlPlane'];
    expect(await first.end('SIGTERM')).toStrictEqual({ code: 0, signal: null });

    const second = await startEmbedded(['--port', '0', '--data', data]);
    expect(second.output().stderr).not.toContain('trust root');
    expect((await get(`${second.url}/health`)).body['controlPlane']).toBe(identity);
    expect((await get(`${second.url}${ACCESS}`, token)).body).toStrictEqual({ entries: [], revision: 1 });
    expect(await setAccess(second.url, token, null)).toBe(200);
    await second.end('SIGKILL');

    const third = await startEmbedded(['--port', '0', '--data', data]);
    expect((await get(`${third.url}${ACCESS}`, token)).body).toStrictEqual({ entries: null, revision: 2 });
    expect(await third.end('SIGINT')).toStrictEqual({ code: 0, signal: null });
  });

  it('keeps the newest checkpoint where it is told to', async () => {
    const [data, witness] = [tempFolder(), join(tempFolder(), 'other-disk')];
    const flags = ['--port', '0', '--data', data, '--witness', witness];
    const server = await startEmbedded(flags, { PLUMB_CHECKPOINT_SECONDS: '1' });
    await vi.waitUntil(() => existsSync(join(witness, 'checkpoint')), { timeout: 10_000 });
    expect(existsSync(join(data, 'witness', 'checkpoint'))).toBe(false);
    await server.end('SIGTERM');
  });

  it('refuses a second process on the same folder, and leaves the first alone', async () => {
    const data = tempFolder();
    const first = await startEmbedded(['--port', '0', '--data', data]);
    const second = runEmbedded(['--port', '0', '--data', data]);
    expect({ status: second.status, stdout: second.stdout }).toStrictEqual({ status: 3, stdout: '' });
    expect(second.stderr).toMatch(/^plumbline: .* is in use by another process\n$/);
    expect((await get(`${first.url}/health`)).status).toBe(200);
  });

  it('refuses an address that is taken, and leaves its folder free', async () => {
    const first = await startEmbedded(['--port', '0', '--data', tempFolder()]);
    const data = tempFolder();
    const taken = runEmbedded(['--port', new URL(first.url).port, '--data', data]);
    expect(taken.status).toBe(4);
    expect(taken.stderr).toContain('EADDRINUSE');
    await startEmbedded(['--port', '0', '--data', data]);
  });

  it('takes port and folder from the environment, and prefers flags', async () => {
    const [data, other] = [tempFolder(), tempFolder()];
    const byEnvironment = await startEmbedded([], { PLUMB_PORT: '0', PLUMB_DATA: data });
    expect(byEnvironment.data).toBe(data);
    expect((await startEmbedded(['--data', other], { PLUMB_PORT: '0', PLUMB_DATA: data })).data).toBe(other);
  });

  it.each([
    ['a port that is none', ['--port', '65536'], 2, '0 to 65535'],
    ['an unknown flag', ['--prot', '1'], 2, 'unknown option'],
    ['another address without TLS', ['--host', '0.0.0.0', '--port', '0'], 2, '--tls-cert'],
    [
      'another address without anybody to believe',
      ['--host', '0.0.0.0', '--port', '0', '--insecure-http'],
      2,
      '--issuers',
    ],
  ])('refuses %s', (_name, flags, status, words) => {
    const data = join(tempFolder(), 'never-made');
    const run = runEmbedded([...flags, '--data', data]);
    expect(run.status).toBe(status);
    expect(run.stderr).toContain(words);
    expect(existsSync(data)).toBe(false);
  });

  it('tells people where it is, where its state is, and how to get a token', async () => {
    const data = tempFolder();
    const lines = await greeting(['--port', '0', '--data', data]);
    expect(lines).toStrictEqual([
      expect.stringMatching(/^Plumbline serves http:\/\/127\.0\.0\.1:\d+\/api\/v1$/),
      `State is in       ${data}`,
      `A token:          npx plumb token --role admin --data ${data}`,
    ]);
  });
});

describe('plumb token', () => {
  it('speaks for each role, needs a served folder, and is worth nothing elsewhere', async () => {
    const [data, other] = [tempFolder(), tempFolder()];
    expect(() => developmentToken(data, 'admin')).toThrow('start a server on it first');
    const server = await startEmbedded(['--port', '0', '--data', data]);
    await startEmbedded(['--port', '0', '--data', other]);
    const status = async (token: string): Promise<number> => (await get(`${server.url}${ACCESS}`, token)).status;
    expect(await status(developmentToken(data, 'admin'))).toBe(200);
    expect(await status(developmentToken(data, 'Admin', 'Ada Lovelace'))).toBe(200);
    expect(await status(developmentToken(data, 'viewer'))).toBe(403);
    expect(await status(developmentToken(other, 'admin'))).toBe(401);
    expect(() => developmentToken(data, 'root')).toThrow('--role is one of Admin, Operator, Developer, Viewer');
    expect(() => developmentToken(data, 'admin', 'a\nb')).toThrow('--subject is 1 to 255');
  });
});
