import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { send } from './hostile.ts';
import { openSlow, type SlowConnection, slowInputs } from './slow.ts';
import { openVictim, type Victim } from './victim.ts';

let victim: Victim;
let held: SlowConnection[] = [];
const COPIES = 20;

beforeAll(async () => {
  victim = await openVictim();
  const inputs = slowInputs(victim.bearer('Admin'), victim.node.id);
  held = Array.from({ length: COPIES }, () => inputs.map((input) => openSlow(victim.origin, input))).flat();
  await new Promise((resolve) => setTimeout(resolve, 300)); // they have all begun
}, 60_000);
afterAll(async () => {
  for (const { socket } of held) socket.destroy();
  await victim.close();
});

describe(`while hundreds of connections do not go on`, () => {
  it('there are that many', () => {
    expect(held.length).toBeGreaterThanOrEqual(250);
    expect(held.filter(({ socket }) => socket.readyState === 'open').length).toBe(held.length);
  });
  it.each([
    ['people read', { method: 'GET', target: '/api/v1/configs' }, 200],
    ['people write', { method: 'POST', target: '/api/v1/configs', body: () => '{"name":"quick.production"}' }, 201],
    ['anybody asks how it is', { method: 'GET', target: '/health', as: 'nobody' }, 200],
  ] as const)('%s without waiting', async (_who, request, status) => {
    const times: number[] = [];
    for (let nth = 0; nth < (status === 201 ? 1 : 50); nth++) {
      const since = performance.now();
      expect((await send(victim, request)).status).toBe(status);
      times.push(performance.now() - since);
    }
    // Not one of them waited for another connection: the slowest of those is given up after ten seconds.
    expect(Math.max(...times)).toBeLessThan(2_000);
  });
  it('nodes check in without waiting', async () => {
    const since = performance.now();
    expect((await victim.node.checkIn()).status).toBe(200);
    expect(performance.now() - since).toBeLessThan(2_000);
  });
  it('nothing of what they began is stored', async () => {
    await victim.settled();
    const configs = await send(victim, { method: 'GET', target: '/api/v1/configs' });
    expect(configs.text).not.toContain('slow.production');
    expect(victim.said()).toStrictEqual([]);
  });
});
