import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Processes, Started } from './processes.ts';

const script = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

export interface FleetNode {
  readonly index: number;
  readonly dir: string;
  readonly serviceUrl: string;
  agent: Started;
}

export interface FleetOptions {
  readonly processes: Processes;
  readonly root: string;
  readonly url: string;
  readonly tokenFile: string;
  readonly config: string;
  /** A hook that always fails, for one sabotage. */
  readonly failingHook: boolean;
}

/** A service and the agent beside it: what a node of the demo is. */
export async function startNode(options: FleetOptions, index: number): Promise<FleetNode> {
  const dir = join(options.root, `node-${String(index + 1).padStart(2, '0')}`);
  mkdirSync(dir, { recursive: true });
  const service = await options.processes.start(
    [script('service.ts'), '--dir', dir, '--config', options.config],
    join(options.root, `service-${index + 1}.log`),
  );
  const { port } = JSON.parse(service.firstLine) as { port: number };
  const serviceUrl = `http://127.0.0.1:${port}`;
  return { index, dir, serviceUrl, agent: await startAgent(options, { index, dir, serviceUrl }) };
}

/** The agent as its own process; a second start in the same folder goes on where the first was killed. */
export function startAgent(
  { processes, root, url, tokenFile, failingHook }: FleetOptions,
  { index, dir, serviceUrl }: Omit<FleetNode, 'agent'>,
): Promise<Started> {
  const hook = failingHook
    ? [process.execPath, '-e', 'process.exit(1)']
    : [process.execPath, script('reload-hook.ts'), serviceUrl];
  const args = ['agent', '--url', url, '--token-file', tokenFile, '--dir', dir, '--probe', `${serviceUrl}/health`];
  args.push('--metrics', `${serviceUrl}/metrics`, '--swap-backoff', 'PT1S', '--exec', '--', ...hook);
  return processes.start([script('../bin/plumb.ts'), ...args], join(root, `agent-${index + 1}.log`));
}

/** Where the agent keeps what it applied; the tampering chapter writes here, as an intruder would. */
export const currentFile = ({ dir }: Pick<FleetNode, 'dir'>, config: string): string => join(dir, 'current', config);

export const writeTokenFile = (root: string, token: string): string => {
  const path = join(root, 'enrolment-token');
  writeFileSync(path, token, { mode: 0o600 });
  return path;
};
