import { createReadStream } from 'node:fs';
import { chmod, mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { checkAddresses } from './address.ts';
import { type Agent, createAgent } from './create-agent.ts';
import { openFileKeys } from './file-keys.ts';
import type { AgentOptions } from './options.ts';
import { diskFiles } from './real/disk-files.ts';
import { lockFolder } from './real/folder-lock.ts';
import { thisMachine } from './real/machine.ts';
import { nodeHttp } from './real/node-http.ts';
import { processHook } from './real/process-hook.ts';
import { systemChance, systemClock } from './real/system.ts';

export interface AgentFlags extends Omit<AgentOptions, 'enrolmentToken'> {
  readonly dir: string;
  readonly tokenFile?: string | undefined;
  /** Command and arguments. */
  readonly exec?: readonly string[] | undefined;
  readonly hookTimeoutMs: number;
  readonly agentVersion: string;
  readonly log: (event: string, fields: { readonly [name: string]: unknown }) => void;
}

/** How long an exchange that is under way may go on when the agent is told to end (milliseconds). */
const STOP_GRACE_MS = 1_000;

export interface RunningAgent {
  readonly agent: Agent;
  /** Ends the round that is under way, in a moment even when the other side hangs, and gives the folder back. */
  close(): Promise<void>;
}

/**
 * Opens an agent on this machine; the caller boots and runs it.
 * @throws RangeError, with a sentence for a person, when flags make no sense or the folder is in use
 */
export async function openAgent(flags: AgentFlags): Promise<RunningAgent> {
  checkAddresses(flags);
  const dir = resolve(flags.dir);
  await mkdir(dir, { recursive: true });
  // Readers of the configuration go through here; keys and state below are for the agent alone.
  await chmod(dir, 0o755);
  const unlock = await lockFolder(dir);
  if (!unlock) throw new RangeError(`another agent works in ${dir}`);
  const files = diskFiles(dir);
  const http = nodeHttp();
  const hook = flags.exec && processHook({ argv: flags.exec, timeoutMs: flags.hookTimeoutMs, dir });
  const { url, probe, metrics, swap, allowHttp, log } = flags;
  const enrolmentToken = await readToken(flags.tokenFile);
  const agent = await createAgent(
    {
      http,
      files,
      hook,
      log,
      clock: systemClock,
      keys: () => openFileKeys(files),
      machine: thisMachine(flags.agentVersion),
      chance: systemChance,
    },
    { url, enrolmentToken, probe, metrics, swap, allowHttp },
  );
  return {
    agent,
    close: async () => {
      // A round ends between two exchanges; one that hangs is cut off, as the network may do at any time.
      const cut = systemClock.after(STOP_GRACE_MS, () => http.close());
      await agent.stop();
      cut();
      http.close();
      await unlock();
    },
  };
}

/** Much longer than a token; what is behind it is none. */
const TOKEN_BYTES = 64 * 1024;

async function readStart(path: string): Promise<string> {
  const chunks = await Array.fromAsync(createReadStream(path, { end: TOKEN_BYTES }) as AsyncIterable<Buffer>);
  return Buffer.concat(chunks).toString('utf8');
}

/** Not needed any more once the node is enrolled, so a file that was removed since is no mistake. */
async function readToken(path: string | undefined): Promise<string | undefined> {
  if (path === undefined) return undefined;
  return readStart(path).catch(() => undefined);
}
