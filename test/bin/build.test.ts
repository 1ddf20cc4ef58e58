import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildRoom } from '../../bin/build/build-room.ts';
import { pureDeclarations } from '../../bin/build/lean-sdk.ts';
import { LIMITS, sizesOf } from '../../bin/build/sizes.ts';
import { ROOMS, type Room } from '../../lib/rooms.ts';
import { DEVELOPMENT_ISSUER } from '../../server/dev-issuer/dev-issuer.ts';
import { NAMES } from '../support/function-environment.ts';

const to = mkdtempSync(join(tmpdir(), 'plumb-build-'));
afterAll(() => rmSync(to, { recursive: true, force: true }));
const built = new Map<Room, Metafile>();
const metaOf = (room: Room): Metafile => built.get(room) ?? expect.fail(`${room} was not built`);
const scripts = (room: Room): string[] =>
  readdirSync(join(to, 'functions', room)).filter((name) => name.endsWith('.mjs'));
const textOf = (room: Room): string =>
  scripts(room)
    .map((name) => readFileSync(join(to, 'functions', room, name), 'utf8'))
    .join('\n');
const inputs = (room: Room): string[] => Object.keys(metaOf(room).inputs);
/** Modules that Node loads before the first event. */
const first = (room: Room): string[] => {
  const { outputs } = metaOf(room);
  const seen = new Set<string>();
  const visit = (path: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    for (const { path: next, kind } of outputs[path]?.imports ?? [])
      if (kind === 'import-statement' && outputs[next]) visit(next);
  };
  visit(Object.keys(outputs).find((path) => path.endsWith('/index.mjs')) ?? '');
  return [...seen].flatMap((path) => Object.keys(outputs[path]?.inputs ?? {}));
};

beforeAll(async () => {
  for (const room of ROOMS) built.set(room, await buildRoom(room, to));
}, 120_000);

describe('how large a function is', () => {
  it('what an idle check-in loads is at most 100 KB', () =>
    expect(sizesOf(metaOf('node')).first).toBeLessThanOrEqual(LIMITS.nodeFirst));

  it.each(ROOMS)('%s has at most 500 KB that it may ever load, and 500 KB of threads', (room) => {
    const { all, workers } = sizesOf(metaOf(room));
    expect(all).toBeGreaterThan(10_000);
    expect(all).toBeLessThanOrEqual(LIMITS.all);
    expect(workers).toBeLessThanOrEqual(LIMITS.workers);
  });

  it.each(ROOMS)('every script of %s is counted', (room) => {
    const { outputs } = metaOf(room);
    const counted = Object.entries(outputs).filter(([path]) => path.endsWith('.mjs'));
    expect(counted.length).toBe(scripts(room).length);
    const bytes = counted.reduce((sum, [, output]) => sum + output.bytes, 0);
    const { all, workers } = sizesOf(metaOf(room));
    expect(all + workers).toBeGreaterThanOrEqual(bytes); // a chunk that both load counts in both
  });

  it('counts what is imported later, but not as loaded first; and threads apart', () => {
    const output = (bytes: number, imports: object[] = [], entryPoint?: string) => ({
      ...{ bytes, imports, exports: [], inputs: {} },
      ...(entryPoint ? { entryPoint } : {}),
    });
    const outputs = {
      'out/index.mjs': output(
        1,
        [
          { path: 'out/a.mjs', kind: 'import-statement' },
          { path: 'out/b.mjs', kind: 'dynamic-import' },
          { path: 'node:fs', kind: 'import-statement', external: true },
        ],
        'index.ts',
      ),
      'out/a.mjs': output(10, [{ path: 'out/a.mjs', kind: 'import-statement' }]),
      'out/nobody.mjs': output(5),
      'out/thread.mjs': output(500),
      'out/b.mjs': output(100, [{ path: 'out/a.mjs', kind: 'import-statement' }]),
      'out/worker.mjs': output(
        1000,
        [
          { path: 'out/a.mjs', kind: 'import-statement' },
          { path: 'out/thread.mjs', kind: 'import-statement' },
        ],
        'worker.ts',
      ),
      'out/index.mjs.map': output(9999),
    };
    expect(sizesOf({ inputs: {}, outputs } as Metafile)).toStrictEqual({ first: 11, all: 116, workers: 1510 });
  });
});

describe('what is in it', () => {
  it('before the first check-in: no schema library, no SDK, no middleware, no logger', () => {
    expect(first('node').length).toBeGreaterThan(80);
    expect(
      first('node').filter((file) => /node_modules\/(?:zod|@aws-sdk|@smithy|@middy|@aws-lambda)/.test(file)),
    ).toStrictEqual([]);
  });

  it('no SDK in the functions that answer people and nodes', () => {
    for (const room of ['control', 'node'] as const)
      expect(inputs(room).filter((file) => /node_modules\/(?:@aws-sdk|@smithy)\//.test(file))).toStrictEqual([]);
    expect(inputs('rollout').some((file) => file.includes('@aws-sdk/client-kms'))).toBe(true);
  });

  it.each(ROOMS)('%s carries neither the development issuer nor anything embedded', (room) => {
    expect(inputs(room).length).toBeGreaterThan(50);
    expect(inputs(room).filter((file) => /^(?:server|adapters\/embedded|test|agent|cli)\//.test(file))).toStrictEqual(
      [],
    );
    expect(textOf(room)).not.toContain(DEVELOPMENT_ISSUER);
  });

  it.each(ROOMS)('%s has only its own room', (room) => {
    const rooms = new Set(inputs(room).flatMap((file) => /^functions\/([^/]+)\//.exec(file)?.[1] ?? []));
    expect([...rooms].toSorted()).toStrictEqual([room, 'shared'].toSorted());
  });

  it('the release key signs in no bundle but that of rollout, nor does the checkpoint key in any but that of project', () => {
    const signing = ROOMS.filter((room) => /["']?SignCommand|TrentService\.Sign|\bSign\b.{0,40}KMS/.test(textOf(room)));
    expect(signing.every((room) => room === 'rollout' || room === 'project')).toBe(true);
    expect(inputs('control').some((file) => file.endsWith('signer/sdk-kms.ts'))).toBe(false);
  });

  it.each(ROOMS)('nothing but scripts and what they read is deployed of %s', (room) => {
    const others = readdirSync(join(to, 'functions', room)).filter((name) => !name.endsWith('.mjs'));
    expect(others).toStrictEqual(room === 'control' ? ['openapi.json'] : []);
    expect(existsSync(join(to, 'maps', room, 'index.mjs.map'))).toBe(true);
  });
});

describe('declarations of the SDK', () => {
  it('become pure, and stay what they were', () => {
    const source =
      'export var Sign$ = [9, n0, _S,\n    { [_h]: ["POST", 1] }, () => A$, () => B$\n];\nvar other = [1];\n';
    expect(pureDeclarations(source)).toBe(
      'export var Sign$ = /* @__PURE__ */ (() => [9, n0, _S,\n    { [_h]: ["POST", 1] }, () => A$, () => B$\n])();\nvar other = [1];\n',
    );
  });
});

describe('a bundle in plain Node', () => {
  const environment = {
    ...NAMES,
    PATH: process.env['PATH'],
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
  };
  const run = (room: Room, script: string, env: object = environment) =>
    spawnSync(process.execPath, ['-e', script], {
      cwd: join(to, 'functions', room),
      env: env as NodeJS.ProcessEnv,
      encoding: 'utf8',
    });

  it.each(ROOMS)('%s starts, has a handler, and keeps no process alive', (room) => {
    const { stdout, stderr, status } = run(
      room,
      "const m = await import('./index.mjs'); console.log(typeof m.handler);",
    );
    expect({ stdout, stderr, status }).toStrictEqual({ stdout: 'function\n', stderr: '', status: 0 });
  });

  it.each(ROOMS)('%s does not start without its environment, and says what is missing', (room) => {
    const { PLUMB_STREAMS_TABLE: _, ...rest } = environment;
    const { stderr, status } = run(room, "await import('./index.mjs');", rest);
    expect([status, stderr.includes('PLUMB_STREAMS_TABLE')]).toStrictEqual([1, true]);
  });

  it('control finds its threads and its OpenAPI document beside it', () => {
    const { stdout, status } = run(
      'control',
      `const { handler } = await import('./index.mjs');
       const event = (rawPath) => ({ version: '2.0', rawPath, rawQueryString: '', headers: {}, isBase64Encoded: false,
         requestContext: { stage: '$default', http: { method: 'GET', path: rawPath } } });
       const health = await handler(event('/health'), {});
       const openapi = await handler(event('/openapi.json'), {});
       console.log(health.statusCode, openapi.statusCode, JSON.parse(Buffer.from(openapi.body, 'base64')).openapi);`,
    );
    expect([stdout, status]).toStrictEqual(['200 200 3.1.0\n', 0]);
    expect(scripts('control')).toEqual(expect.arrayContaining(['worker.mjs', 'yaml-worker.mjs']));
  });

  it.each(['worker', 'yaml-worker'])('the thread %s says that it is ready', (name) => {
    const { stdout, status } = run(
      'control',
      `const { Worker } = await import('node:worker_threads');
       const thread = new Worker('./${name}.mjs', { env: {} });
       thread.on('message', (message) => { console.log(message.type); thread.terminate(); });`,
    );
    expect([stdout, status]).toStrictEqual(['ready\n', 0]);
  });
});
