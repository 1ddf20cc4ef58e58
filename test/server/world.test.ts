import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readYaml } from '../../core/json/read-yaml.ts';
import type { Json } from '../../schemas/words.ts';
import { type OpenedWorld, openWorld } from '../../server/world.ts';
import { command, streamWrite } from '../support/stream-write.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { virtualClock } from '../support/virtual-clock.ts';

const MACHINE = JSON.stringify({
  StartAt: 'Work',
  States: {
    Work: { Type: 'Task', Resource: 'arn:work', Next: 'Rest' },
    Rest: { Type: 'Wait', Seconds: 60, Next: 'Again' },
    Again: { Type: 'Task', Resource: 'arn:work', End: true },
  },
});
const clock = virtualClock();
const RUN = { deploymentId: '00000000-0000-4000-8000-000000000001', run: 1 };

const open = (dataDir: string, invoke: (payload: Json) => Promise<Json> = async () => ({})): OpenedWorld =>
  openWorld({
    dataDir,
    environment: {},
    origin: () => 'http://127.0.0.1:1',
    schemas: { compile: async () => ({ ok: true }), validate: async () => ({ ok: true, findings: [] }) },
    yaml: { read: async (source) => readYaml(source) },
    invoke: (_world, payload) => invoke(payload),
    stateMachine: MACHINE,
    onFault: (fault) => {
      throw fault;
    },
    clock,
  });
const everythingIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name));

describe('one folder holds all state', () => {
  it('for its owner alone', async () => {
    const dataDir = join(tempFolder(), 'data');
    const { world, close } = open(dataDir);
    await world.streams.append([streamWrite('local/note/a', 0)], command('c1'));
    await world.blobs.put('release', Buffer.from('x'));
    await world.witness.save('checkpoint\n');
    const modes = [dataDir, ...everythingIn(dataDir)].map((path) => {
      const stat = statSync(path);
      return { path, mode: stat.mode & 0o777, right: stat.isDirectory() ? 0o700 : 0o600 };
    });
    expect(modes.filter(({ mode, right }) => mode !== right)).toStrictEqual([]);
    expect(modes.length).toBeGreaterThanOrEqual(12);
    await close();
  });

  it('and everything is there again at the next start', async () => {
    const dataDir = tempFolder();
    const first = open(dataDir);
    const write = streamWrite('local/note/a', 0);
    await first.world.streams.append([write], command('c1'));
    const { sha256 } = await first.world.blobs.put('release', Buffer.from('x'));
    const url = await first.world.blobs.url('release', sha256, 300);
    await first.world.witness.save('checkpoint\n');
    const keys = await first.world.signer.publicKeys();
    await first.close();

    const { world, serveBlob, close } = open(dataDir);
    expect(await world.streams.load('local/note/a')).toStrictEqual(write.head);
    expect(Buffer.from((await world.blobs.get('release', sha256)) ?? []).toString()).toBe('x');
    expect(await world.witness.last()).toBe('checkpoint\n');
    expect(await world.signer.publicKeys()).toStrictEqual(keys);
    expect(world.controlPlane).toBe(first.world.controlPlane);
    const { pathname, searchParams } = new URL(url);
    const answer = await serveBlob({
      method: 'GET',
      path: pathname,
      query: searchParams,
      body: ReadableStream.from([]),
    });
    expect(answer.status).toBe(200);
    await close();
  });

  it('is refused to a second one while the first runs', async () => {
    const dataDir = tempFolder();
    const first = open(dataDir);
    expect(() => open(dataDir)).toThrow('in use by another process');
    await first.close();
    await open(dataDir).close();
  });

  it('forgets an upload that was cut off', async () => {
    const dataDir = tempFolder();
    const first = open(dataDir);
    const upload = { namespace: 'plan', sha256: 'a'.repeat(64), sizeBytes: 10 };
    const { url } = await first.world.blobs.openUpload({ ...upload, expiresInSeconds: 60 });
    const { pathname, searchParams } = new URL(url);
    const cut = async function* () {
      yield Buffer.from('12345');
      throw new Error('the connection is gone');
    };
    const sent = first.serveBlob({ method: 'PUT', path: pathname, query: searchParams, body: cut() });
    await expect(sent).rejects.toThrow('the connection is gone');
    expect(readdirSync(join(dataDir, 'blobs', '.incoming'))).toStrictEqual([]);
    await first.close();
  });
});

describe('an execution goes on after a restart', () => {
  it('where it was, waiting only for the time that is left', async () => {
    const dataDir = tempFolder();
    const heard: Json[] = [];
    const hear = async (payload: Json) => heard.push(payload);
    const first = open(dataDir, hear);
    expect(await first.world.workflow.start(RUN)).toBe('started');
    await first.workflow.idle();
    await first.close();
    await clock.advance(59_999);
    expect(heard.length).toBe(1);

    const second = open(dataDir, hear);
    second.workflow.resume();
    second.workflow.resume();
    await second.workflow.idle();
    expect(await second.world.workflow.start(RUN)).toBe('exists');
    expect(await second.world.workflow.status(RUN)).toBe('running');
    await clock.advance(1);
    await second.workflow.idle();
    expect(heard).toStrictEqual([RUN, 1]);
    expect(await second.world.workflow.status(RUN)).toBe('succeeded');
    await second.close();
  });
});
