import { type Agent, createAgent } from '../../agent/create-agent.ts';
import { openFileKeys } from '../../agent/file-keys.ts';
import { type MemoryFiles, memoryFiles } from '../../agent/in-memory/memory-files.ts';
import { type AgentOptions, DEFAULT_SWAP } from '../../agent/options.ts';
import type { AgentPorts, Files } from '../../agent/ports.ts';
import { countingIds } from './counting-ids.ts';
import { FakeControlPlane } from './fake-control-plane.ts';
import { CLUSTER } from './fleet-documents.ts';
import { type VirtualClock, virtualClock } from './virtual-clock.ts';

/** One agent in memory, its control plane, and what both did. */
export interface Rig {
  readonly plane: FakeControlPlane;
  readonly clock: VirtualClock;
  readonly files: MemoryFiles;
  readonly log: { readonly event: string; readonly [field: string]: unknown }[];
  /** Releases the hook was run for, by generation; it answers as `hookAnswer` says. */
  readonly hooks: number[];
  hookAnswer: (generation: number) => string | undefined;
  /** Whether the hook never ends. */
  hangs: (generation: number) => boolean;
  /** The agent now alive. */
  readonly agent: Agent;
  /** The same disk, a new process. */
  reboot(files?: Files): Promise<void>;
  /** The same, and the agent goes on by itself whenever time moves. */
  start(files?: Files): Promise<void>;
  /** Boots and runs rounds, one second apart, until nothing is wanted any more. */
  rounds(count: number): Promise<void>;
  /** What readers see of a config now. */
  current(config?: string): Promise<string | undefined>;
}

export async function agentRig(
  options: Partial<AgentOptions> = {},
  { plane = new FakeControlPlane(), files = memoryFiles(), ids = countingIds(), boots = true } = {},
): Promise<Rig> {
  const clock = virtualClock();
  plane.now = () => clock.now();
  const log: Rig['log'] = [];
  const hooks: number[] = [];
  const ports = (disk: Files): AgentPorts => ({
    http: plane.http,
    files: disk,
    clock,
    keys: () => openFileKeys(disk),
    hook: async ({ PLUMB_GENERATION }) => {
      hooks.push(Number(PLUMB_GENERATION));
      if (rig.hangs(Number(PLUMB_GENERATION))) return new Promise(() => {});
      const reason = rig.hookAnswer(Number(PLUMB_GENERATION));
      return reason === undefined ? { ok: true } : { ok: false, reason };
    },
    machine: { resources: () => ({ cpu: 0, memory: 0 }), facts: () => ({ hostname: 'test' }) },
    chance: { uuid: () => ids.uuid(), fraction: () => 0.5 },
    log: (event, fields) => log.push({ event, ...fields }),
  });
  const make = (disk: Files) =>
    createAgent(ports(disk), {
      url: plane.url,
      enrolmentToken: plane.enrolmentToken,
      swap: DEFAULT_SWAP,
      allowHttp: false,
      ...options,
    });
  let alive: Agent | undefined;
  const rig: Rig = {
    plane,
    clock,
    files,
    log,
    hooks,
    hookAnswer: () => undefined,
    hangs: () => false,
    get agent() {
      if (!alive) throw new Error('not booted');
      return alive;
    },
    reboot: async (disk = files) => {
      alive = undefined;
      alive = await make(disk);
      await alive.boot();
    },
    start: async (disk = files) => {
      alive = undefined;
      alive = await make(disk);
      await alive.start();
    },
    rounds: async (count) => {
      for (let round = 0; round < count; round++) {
        await rig.agent.round();
        await clock.advance(1000);
      }
    },
    current: async (config = CLUSTER) => {
      const bytes = await files.read(`current/${config}`);
      return bytes && new TextDecoder().decode(bytes);
    },
  };
  if (boots) await rig.reboot();
  return rig;
}
