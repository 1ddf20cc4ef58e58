import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { openEmbeddedServer } from '../support/open-server.ts';

const CLUSTER = 'payment-service.production';
const HALF_LIFE_MS = 12 * 3600 * 1000;
const folder = mkdtempSync(join(tmpdir(), 'plumb-renewed-'));
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true, force: true });
});

it('every directive past half its life is renewed before the server says that it is ready', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const first = await openEmbeddedServer(folder);
  const otto = await first.token('Operator');
  await first.ask(otto, 'POST', '/enrolment-tokens', { cluster: CLUSTER });
  await vi.waitUntil(() => first.ask(otto, 'GET', `/clusters/${CLUSTER}/directive`).catch(() => undefined));
  await first.stop();
  for (const [laterMs, sequence] of [
    [HALF_LIFE_MS - 60_000, 1],
    [60_000, 2],
  ] as const) {
    vi.setSystemTime(Date.now() + laterMs);
    const server = await openEmbeddedServer(folder);
    const answer = await server.ask(await server.token('Operator'), 'GET', `/clusters/${CLUSTER}/directive`);
    await server.stop();
    expect(answer).toMatchObject({ sequence });
  }
});
