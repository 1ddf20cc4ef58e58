import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { QUICK } from '../support/embedded-plane.ts';
import { developmentToken, type EmbeddedProcess, openEmbedded } from '../support/embedded-process.ts';
import type { Plane } from '../support/plane.ts';
import { playedOn } from '../support/played-on.ts';
import { spine } from './stories/spine.ts';

let server: EmbeddedProcess;
const serve = async (data: string, port = '0') => {
  server = await openEmbedded(['--port', port, '--data', data], QUICK);
};
const open = async (): Promise<Plane> => {
  const folder = mkdtempSync(join(tmpdir(), 'plumb-spine-'));
  const data = join(folder, 'data');
  await serve(data);
  return {
    url: server.url,
    mark: '',
    rootKey: join(data, 'root-key.pem'),
    token: async (role, subject) => developmentToken(data, role, subject),
    backUp: () => Promise.reject(new Error('not in this story')),
    async close() {
      await server.end('SIGTERM');
      rmSync(folder, { recursive: true });
    },
  };
};

const TITLE =
  'real processes: the control plane is killed in the middle of a canary, and the deployment still ends right';

spine(playedOn(open, 90_000), TITLE, async () => {
  expect(await server.end('SIGKILL')).toStrictEqual({ code: null, signal: 'SIGKILL' });
  await serve(server.data, new URL(server.url).port);
});
