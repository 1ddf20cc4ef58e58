import { type Agent, createAgent } from '../../../../agent/create-agent.ts';
import { openFileKeys } from '../../../../agent/file-keys.ts';
import { type MemoryFiles, memoryFiles } from '../../../../agent/in-memory/memory-files.ts';
import { DEFAULT_SWAP } from '../../../../agent/options.ts';
import type { Clock, Files, Http } from '../../../../agent/ports.ts';
import { AgentState } from '../../../../schemas/agent-state.ts';
import { countingIds } from '../../../support/counting-ids.ts';
import type { VirtualClock } from '../../../support/virtual-clock.ts';

/** The real agent in memory, with somebody who reads its `current` folder after every step of its file system. */
export interface NodeOnStage {
  /** The one alive. */
  readonly agent: Agent;
  readonly files: MemoryFiles;
  /** How far its clock is from the true one, milliseconds. */
  skewMs: number;
  readonly log: { readonly event: string; readonly [field: string]: unknown }[];
  /** Every content of `current` that a reader could have met, as JSON, oldest first. */
  readonly seen: Set<string>;
  /** What is there now: config name → text. */
  current(): Promise<{ readonly [config: string]: string }>;
  state(): Promise<AgentState>;
  /** The same disk, a new process: it was killed, or its machine was. */
  reboot(): Promise<void>;
}

export interface NodeOptions {
  readonly clock: VirtualClock;
  readonly http: Http;
  readonly url: string;
  readonly enrolmentToken: string;
}

export async function nodeOnStage({ clock, http, url, enrolmentToken }: NodeOptions): Promise<NodeOnStage> {
  const files = memoryFiles();
  const ids = countingIds();
  const log: NodeOnStage['log'] = [];
  const seen = new Set<string>();
  const current: NodeOnStage['current'] = async () => {
    const names = (await files.list('current')).toSorted();
    const read = async (name: string) => [name, textOf(await files.read(`current/${name}`))] as const;
    return Object.fromEntries(await Promise.all(names.map(read)));
  };
  const disk = afterEachChange(files, async () => void seen.add(JSON.stringify(await current())));
  const ownClock: Clock = {
    now: () => clock.now() + node.skewMs,
    after: (delayMs, callback) => clock.after(delayMs, callback),
  };
  const live = async (): Promise<Agent> => {
    const agent = await createAgent(
      {
        http,
        files: disk,
        clock: ownClock,
        keys: () => openFileKeys(disk),
        machine: { resources: () => ({ cpu: 0, memory: 0 }), facts: () => ({ hostname: 'till-7' }) },
        chance: { uuid: () => ids.uuid(), fraction: () => 0.5 },
        log: (event, fields) => log.push({ event, ...fields }),
      },
      { url, enrolmentToken, swap: DEFAULT_SWAP, allowHttp: false },
    );
    await agent.boot();
    return agent;
  };
  let alive: Agent | undefined;
  const node: NodeOnStage = {
    get agent() {
      if (!alive) throw new Error('not booted');
      return alive;
    },
    files,
    skewMs: 0,
    log,
    seen,
    current,
    state: async () => AgentState.parse(JSON.parse(textOf(await files.read('state.json')))),
    reboot: async () => {
      alive = await live();
    },
  };
  await node.reboot();
  return node;
}

const textOf = (bytes: Uint8Array = new Uint8Array()): string => new TextDecoder().decode(bytes);

const CHANGES = ['write', 'rename', 'symlink', 'remove', 'makeFolder'] as const;

function afterEachChange(files: Files, look: () => Promise<void>): Files {
  const watched = Object.fromEntries(
    CHANGES.map((change) => [
      change,
      async (...said: never[]) => {
        await (files[change] as (...said: never[]) => Promise<void>)(...said);
        await look();
      },
    ]),
  );
  return { ...files, ...watched };
}
