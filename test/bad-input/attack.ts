import { expect } from 'vitest';
import { heapMegabytes } from './cost.ts';
import { assault, send, type Topic } from './hostile.ts';
import { sendBytes } from './http-client.ts';
import { rawInputs, statusesIn } from './requests/raw-http.ts';
import type { Victim } from './victim.ts';

/** Growth of the heap that a whole corpus may leave behind, in MB. */
const HEAP_MB = 32;
const SHOWN = 20;

/** Sends a topic's inputs, each judged by itself, and then its honest requests, which must be taken. */
export async function attack(victim: Victim, { prepare, hostile, honest }: Topic): Promise<number> {
  await prepare?.();
  await victim.settled();
  const before = heapMegabytes();
  const complaints = await assault(victim, hostile);
  expect(complaints.slice(0, SHOWN)).toStrictEqual([]);
  expect(heapMegabytes() - before).toBeLessThan(HEAP_MB);
  for (const request of honest) {
    const { status, text } = await send(victim, request);
    expect([request.name, status, status < 300 ? '' : text]).toStrictEqual([request.name, request.status, '']);
  }
  return hostile.length;
}

/** Sends what is hardly HTTP, each on a connection of its own: one answer, and the server goes on. */
export async function attackRaw(victim: Victim): Promise<number> {
  await victim.settled();
  const inputs = rawInputs(victim);
  for (const { name, bytes, status } of inputs) {
    const before = victim.stored();
    const statuses = statusesIn(await sendBytes(victim.origin, bytes()));
    expect([name, statuses.length > 1 ? statuses : status.includes(statuses[0] ?? 0)]).toStrictEqual([name, true]);
    expect([name, victim.said(), victim.stored() === before]).toStrictEqual([name, [], true]);
  }
  return inputs.length;
}
