import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AuditQuery } from '../../schemas/audit.ts';
import { answerRoom } from '../../usecases/answer-room.ts';
import { listAuditEvents } from '../../usecases/audit/list-audit-events.ts';
import { readAuditLog } from '../../usecases/audit/read-audit-log.ts';
import { eventPage } from '../../usecases/event-page.ts';
import { rebuildViews } from '../../usecases/project/rebuild-views.ts';
import { callAs } from '../support/call.ts';
import { good } from '../support/content.ts';
import { command, streamWrite } from '../support/stream-write.ts';
import { type MemoryWorld, memoryWorld } from '../support/world.ts';

describe('room for items in an answer', () => {
  it.each([
    { name: 'exactly full', items: ['aa', 'bb'], fits: [true, true] },
    { name: 'one byte too many', items: ['aa', 'bbb'], fits: [true, false] },
    { name: 'bytes, not characters', items: ['aa', 'é'], fits: [true, true] },
    { name: 'bytes, not characters, too many', items: ['aa', 'éb'], fits: [true, false] },
    { name: 'the first one, whatever its size', items: ['a'.repeat(99)], fits: [true] },
  ])('$name', ({ items, fits }) => {
    const room = answerRoom(10); // each with its quotes and a comma
    expect(items.map((item) => room(item))).toStrictEqual(fits);
  });
});

describe('events of the largest size', () => {
  const STREAM = 'local/config/large.development';
  const EVENTS = 120;
  const AT_A_TIME = 20;
  const LAMBDA_BYTES = 6 * 1024 * 1024;
  let memory: MemoryWorld;
  beforeAll(async () => {
    memory = memoryWorld();
    const note = 'x'.repeat(60_000);
    let previousHash: string | undefined;
    for (let from = 0; from < EVENTS; from += AT_A_TIME) {
      const write = streamWrite(STREAM, from, {
        count: AT_A_TIME,
        type: 'StatementDrafted',
        note,
        ...(previousHash ? { previousHash } : {}),
      });
      expect(await memory.world.streams.append([write], command(write.head.hash))).toBe('appended');
      previousHash = write.head.hash;
    }
    await rebuildViews(memory.world);
  });
  afterAll(() => memory.close());
  const sizeOf = (answer: unknown): number => Buffer.byteLength(JSON.stringify(answer));

  it('come in pages that a function can answer, of a stream', async () => {
    const seen: number[] = [];
    let after: string | undefined;
    do {
      const page = await eventPage(memory.world, STREAM, { after, limit: 200 });
      expect(sizeOf(page)).toBeLessThan(LAMBDA_BYTES);
      seen.push(...page.items.map(({ revision }) => revision));
      if (page.items.length === 0) break;
      after = page.next;
    } while (after);
    expect(seen).toStrictEqual(Array.from({ length: EVENTS }, (_, index) => index + 1));
  });

  it('come in pages that a function can answer, of the audit list', async () => {
    const seen: number[] = [];
    let cursor: string | undefined;
    do {
      const query = AuditQuery.parse({ limit: 200, ...(cursor === undefined ? {} : { cursor }) });
      const page = good(await listAuditEvents(memory.world, { params: {}, query, body: {} }, callAs('Admin')));
      expect(sizeOf(page)).toBeLessThan(LAMBDA_BYTES);
      seen.push(...page.events.map(({ revision }) => revision));
      cursor = page.next;
    } while (cursor !== undefined);
    expect(seen.toSorted((a, b) => a - b)).toStrictEqual(Array.from({ length: EVENTS }, (_, index) => index + 1));
  });

  it('come in pages that a function can answer, of the log', async () => {
    const seen: number[] = [];
    for (let from = 0; from < EVENTS; from = seen.length) {
      const input = { params: {}, query: { from, limit: 256 }, body: {} };
      const page = good(await readAuditLog(memory.world, input, callAs('Admin')));
      expect(sizeOf(page)).toBeLessThan(LAMBDA_BYTES);
      expect(page.leaves.length).toBeGreaterThan(0);
      seen.push(...page.leaves.map(({ index }) => index));
    }
    expect(seen).toStrictEqual(Array.from({ length: EVENTS }, (_, index) => index));
  });
});
