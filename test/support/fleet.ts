import { type Agent, createAgent } from '../../agent/create-agent.ts';
import { openFileKeys } from '../../agent/file-keys.ts';
import { type MemoryFiles, memoryFiles } from '../../agent/in-memory/memory-files.ts';
import type { Http } from '../../agent/ports.ts';
import { nodeHttp } from '../../agent/real/node-http.ts';
import { systemChance, systemClock } from '../../agent/real/system.ts';
import type { SwapPolicy } from '../../core/node/swap-retry.ts';
import { AgentState } from '../../schemas/agent-state.ts';
import { meteredService } from './metered-service.ts';

/** One node: the real agent over real HTTP, on a disk in memory, beside a service that obeys its configuration. */
export interface FleetNode {
  readonly agent: Agent;
  readonly files: MemoryFiles;
  /** Shares of the machine in use. */
  readonly resources: { cpu: number; memory: number };
  /** Why the hook refuses a release, by what the release says; undefined = it does not. */
  hook: (content: string) => string | undefined;
  /** Of its identity key, as the agent says it on the machine itself. */
  fingerprint(): string;
  state(): Promise<AgentState>;
  /** The server's name for it. */
  id(): Promise<string>;
  /** What readers see of the config now. */
  current(): Promise<string | undefined>;
}

export interface Fleet {
  readonly nodes: readonly FleetNode[];
  /** Nodes do nothing any more by themselves; a test takes each step with `agent.round()`. */
  halt(): Promise<void>;
  stop(): Promise<void>;
}

export interface FleetOptions {
  readonly url: string;
  /** Where that is really; a promise holds every request back until somebody is there. */
  readonly origin: () => string | Promise<string>;
  readonly token: string;
  readonly count: number;
  /** What the service beside each agent reads. */
  readonly config: string;
  readonly swap?: SwapPolicy;
}

const QUICK_SWAP: SwapPolicy = { attempts: 3, backoffMs: 50 };

/** Starts `count` nodes; they enrol with the token by themselves. */
export async function startFleet({
  url,
  origin,
  token,
  count,
  config,
  swap = QUICK_SWAP,
}: FleetOptions): Promise<Fleet> {
  const http = nodeHttp();
  const start = async (index: number): Promise<FleetNode> => {
    const files = memoryFiles();
    const current = async () => {
      const bytes = await files.read(`current/${config}`);
      return bytes && new TextDecoder().decode(bytes);
    };
    const service = meteredService(current);
    const spoken: Http = async (request) =>
      request.url === service.url
        ? service.answer()
        : http({ ...request, url: request.url.replace(url, await origin()) });
    let fingerprint = '';
    const resources = { cpu: 0.1, memory: 0.2 };
    const agent = await createAgent(
      {
        http: spoken,
        files,
        clock: systemClock,
        keys: () => openFileKeys(files),
        hook: async () => {
          const reason = node.hook((await current()) ?? '');
          return reason === undefined ? { ok: true } : { ok: false, reason };
        },
        machine: { resources: () => resources, facts: () => ({ hostname: `host-${index + 1}` }) },
        chance: systemChance,
        log: (_event, fields) => {
          fingerprint = String(fields['fingerprint'] ?? fingerprint);
        },
      },
      { url, enrolmentToken: token, metrics: service.url, swap, allowHttp: false },
    );
    const state = async () => AgentState.parse(JSON.parse(new TextDecoder().decode(await files.read('state.json'))));
    const id = async () => (await state()).node?.nodeId ?? '';
    const node: FleetNode = {
      agent,
      files,
      resources,
      hook: () => undefined,
      fingerprint: () => fingerprint,
      state,
      id,
      current,
    };
    await agent.start();
    return node;
  };
  const nodes = await Promise.all(Array.from({ length: count }, (_, index) => start(index)));
  const halt = async (): Promise<void> => {
    await Promise.all(nodes.map(({ agent }) => agent.stop()));
  };
  return { nodes, halt, stop: () => halt().then(() => http.close()) };
}
