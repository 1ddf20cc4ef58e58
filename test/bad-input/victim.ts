import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Role } from '../../schemas/principal.ts';
import type { World } from '../../usecases/ports.ts';
import { openEmbeddedServer } from '../support/open-server.ts';
import { type TestNode, testNode } from '../support/test-node.ts';
import { until } from '../support/until.ts';
import { capturedOutput } from './captured-output.ts';
import { type HttpAnswer, type HttpRequest, httpClient } from './http-client.ts';
import { storedIn } from './storage.ts';

/** What is there to be attacked: names that exist, so that requests get past "there is no such thing". */
export const THERE = {
  config: 'pay.production',
  version: '1.0.0',
  next: '1.1.0',
  schema: 'rates@1.0.0',
  snapshot: 'first',
  cluster: 'pay.production',
  deployment: '6f1f5a0e-1111-4222-8333-444455556666',
  digest: 'a'.repeat(64),
} as const;

/** Nothing happens by itself while inputs come: what is stored then was stored by them. */
const QUIET = { PLUMB_STALE_AFTER_SECONDS: '86400', PLUMB_CHECKPOINT_SECONDS: '1' };

export interface Victim {
  readonly origin: string;
  readonly dataDir: string;
  readonly controlPlane: string;
  readonly node: TestNode;
  /** An enrolment token that nobody has used. */
  readonly enrolmentToken: string;
  bearer(role: Role): string;
  send(request: HttpRequest): Promise<HttpAnswer>;
  stored(): string;
  /** Answers once nothing is stored any more by what went before. */
  settled(): Promise<void>;
  /** Lines that the server wrote since it was asked last. */
  said(): string[];
  close(): Promise<void>;
}

/** The embedded control plane over real HTTP, with a config, a schema, a snapshot, a cluster and a node in it. */
export async function openVictim(): Promise<Victim> {
  const folder = mkdtempSync(join(tmpdir(), 'plumb-bad-input-'));
  const output = capturedOutput();
  const server = await openEmbeddedServer(join(folder, 'data'), QUIET);
  const client = httpClient(server.url);
  const roles: readonly Role[] = ['Admin', 'Operator', 'Developer', 'Viewer'];
  const tokens = new Map<Role, string>();
  for (const role of roles) tokens.set(role, `Bearer ${await server.token(role)}`);
  const made = <T>(method: string, path: string, body?: unknown): Promise<T> =>
    server.token('Developer', 'ada').then((token) => server.ask<T>(token, method, path, body));
  const operate = <T>(method: string, path: string, body?: unknown): Promise<T> =>
    server.token('Operator', 'otto').then((token) => server.ask<T>(token, method, path, body));

  const { config, schema, snapshot, cluster } = THERE;
  const [name, version] = schema.split('@');
  await made('POST', '/schemas', { name, version, schema: { type: 'object' } });
  await made('POST', '/configs', { name: config });
  await made('POST', `/configs/${config}/versions`, { version: THERE.version, content: { limit: 5 } });
  await made('POST', `/configs/${config}/versions`, { version: THERE.next, content: { limit: 6 } });
  await made('POST', '/snapshots', { name: snapshot, configs: { [config]: THERE.version }, summary: 'first one' });
  const { controlPlane } = await made<{ controlPlane: string }>('GET', '/health');
  const { token: first } = await operate<{ token: string }>('POST', '/enrolment-tokens', { cluster });
  const { token: second } = await operate<{ token: string }>('POST', '/enrolment-tokens', { cluster, uses: 9 });
  const node = testNode({ controlPlane, clock: { now: Date.now } } as World, async ({ rawPath, headers, body }) => {
    const { authorization = '' } = headers;
    const sent = { 'content-type': 'application/json', authorization };
    const answer = await client.send({ method: 'POST', target: rawPath, headers: sent, body });
    return { statusCode: answer.status, body: answer.text };
  });
  const [enrolled, authenticated] = [await node.enrol(first), await node.authenticate()];
  if (enrolled.status !== 201 || authenticated.status !== 200)
    throw new Error(JSON.stringify([enrolled, authenticated]));
  await node.answer();

  const stored = (): string => storedIn(server.dataDir);
  const victim: Victim = {
    origin: server.url,
    dataDir: server.dataDir,
    controlPlane,
    node,
    enrolmentToken: second,
    bearer: (role) => tokens.get(role) ?? '',
    send: client.send,
    stored,
    async settled() {
      let before = stored();
      let since = performance.now();
      await until(stored, (now) => {
        if (now !== before) since = performance.now();
        before = now;
        return performance.now() - since > SETTLED_MS;
      });
    },
    said: output.taken,
    async close() {
      client.close();
      await server.stop();
      output.release();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await victim.settled();
  return victim;
}

/** The feed follows at once and a checkpoint within a second; longer silence than that is the end of it. */
const SETTLED_MS = 1_500;
