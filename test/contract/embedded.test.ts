import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, vi } from 'vitest';
import { systemClock } from '../../adapters/system/clock.ts';
import { readYaml } from '../../core/json/read-yaml.ts';
import { type OpenedWorld, openWorld } from '../../server/world.ts';
import type { BusEvent, Workflow, World } from '../../usecases/ports.ts';
import { countingIds } from '../support/counting-ids.ts';
import { type FailOnce, failing } from '../support/fail-once.ts';
import { type VirtualClock, virtualClock } from '../support/virtual-clock.ts';
import { memoryWorld } from '../support/world.ts';
import { auditLogContract, witnessContract } from './audit.ts';
import type { Send } from './blob-terms.ts';
import { blobsContract } from './blobs.ts';
import { asPublished, busContract } from './bus.ts';
import { clockContract } from './clock.ts';
import { positionsContract } from './feed.ts';
import { keyringContract, signerContract } from './keys.ts';
import { pulsesContract } from './pulses.ts';
import { streamsAppendContract } from './streams-append.ts';
import { streamsModelContract } from './streams-model.ts';
import { streamsReadContract } from './streams-read.ts';
import { viewsContract } from './views.ts';
import { CONTRACT_MACHINE, type Work, workflowContract } from './workflow.ts';

interface OnDisk {
  readonly world: World;
  readonly failOnce: FailOnce;
  readonly clock: VirtualClock;
  readonly opened: OpenedWorld;
  readonly work: Work;
  close(): Promise<void>;
}
/** What a suite needs beside the ports, found again by the world it was given. */
const opened = new WeakMap<object, OnDisk>();
const byWorkflow = new WeakMap<Workflow, Work>();

function onDisk(): OnDisk {
  const dataDir = mkdtempSync(join(tmpdir(), 'plumb-contract-'));
  const clock = virtualClock();
  const work = countedWork();
  const open = openWorld({
    dataDir,
    environment: { PLUMB_EVENTS_FILE: join(dataDir, 'events.jsonl') },
    origin: () => 'http://127.0.0.1:8080',
    schemas: { compile: async () => ({ ok: true }), validate: async () => ({ ok: true, findings: [] }) },
    yaml: { read: async (source) => readYaml(source) },
    invoke: work.invoke,
    stateMachine: JSON.stringify(CONTRACT_MACHINE),
    onFault: (fault) => {
      throw fault;
    },
    clock,
    ids: countingIds(),
  });
  clock.settleWith(open.workflow.idle);
  const { world, failOnce } = failing(open.world);
  const close = async (): Promise<void> => {
    await open.close();
    rmSync(dataDir, { recursive: true });
  };
  const all = { world, failOnce, clock, opened: open, work, close };
  opened.set(world, all);
  byWorkflow.set(world.workflow, work);
  return all;
}

function countedWork() {
  const heard: unknown[] = [];
  let failures = 0;
  return {
    heard,
    fail: (times: number) => {
      failures = times;
    },
    invoke: async (_world: World, payload: unknown) => {
      heard.push(payload);
      if (failures-- > 0) throw new Error('not now');
      return {};
    },
  };
}

const found = <T>(thing: T | undefined): T => {
  if (thing === undefined) throw new Error('opened elsewhere');
  return thing;
};
const sender =
  (serve: OpenedWorld['serveBlob']): Send =>
  async (method, url, body = new Uint8Array()) => {
    const { pathname, searchParams } = new URL(url);
    const half = Math.ceil(body.length / 2);
    const chunks = [body.subarray(0, half), body.subarray(half)];
    const answer = await serve({ method, path: pathname, query: searchParams, body: ReadableStream.from(chunks) });
    const bytes = answer.body instanceof Uint8Array ? [answer.body] : answer.body;
    return { status: answer.status, bytes: Buffer.concat(await Array.fromAsync(bytes)) };
  };
const linesOf = async (world: object): Promise<BusEvent[]> => {
  const { database } = found(opened.get(world)).opened;
  const file = join(database.sql.location() ?? '', '../events.jsonl');
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => asPublished(JSON.parse(line)));
};

describe('one data folder', () => {
  streamsAppendContract(onDisk);
  streamsReadContract(onDisk);
  streamsModelContract(onDisk);
  pulsesContract(onDisk);
  viewsContract(onDisk);
  positionsContract(onDisk);
  blobsContract(onDisk, (world) => sender(found(opened.get(world)).opened.serveBlob));
  auditLogContract(onDisk);
  witnessContract(onDisk);
  signerContract(onDisk);
  keyringContract(onDisk);
  busContract(onDisk, linesOf);
  workflowContract(onDisk, (workflow) => found(byWorkflow.get(workflow)));
});

describe('in memory, as other tests use it', () => {
  const memories = new WeakMap<object, ReturnType<typeof memoryWorld>>();
  const inMemory = () => {
    const memory = memoryWorld();
    memories.set(memory.world, memory);
    return memory;
  };
  streamsAppendContract(inMemory);
  streamsReadContract(inMemory);
  streamsModelContract(inMemory);
  pulsesContract(inMemory);
  viewsContract(inMemory);
  positionsContract(inMemory);
  blobsContract(inMemory, (world) => sender(found(memories.get(world)).serveBlob));
  auditLogContract(inMemory);
  witnessContract(inMemory);
  signerContract(inMemory);
  keyringContract(inMemory);
  busContract(inMemory, async (world) => found(memories.get(world)).published);
});

describe('the clock of the system', () => {
  clockContract(() => {
    vi.useFakeTimers();
    return {
      clock: systemClock,
      advance: async (ms) => void (await vi.advanceTimersByTimeAsync(ms)),
      close: () => void vi.useRealTimers(),
    };
  });
});

describe('the clock of the tests', () => {
  clockContract(() => {
    const clock = virtualClock();
    return { clock, advance: clock.advance, close: () => {} };
  });
});
