import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { type ControlPlane, openEmbedded } from '../demo/control-plane.ts';
import { Processes } from '../demo/processes.ts';
import type { Sabotage } from '../demo/stage.ts';
import { story } from '../demo/story.ts';
import { openOnAws } from './demo-on-aws.ts';

interface Options {
  readonly aws?: true;
  readonly json?: true;
  readonly keep?: string;
  readonly sabotage?: Sabotage;
  readonly nodes?: number;
}

const nodeCount = (text: string): number => {
  if (/^\d{1,2}$/.test(text) && Number(text) >= 4 && Number(text) <= 24) return Number(text);
  throw new InvalidArgumentError('4 to 24');
};

const options: Options = new Command('demo')
  .description('One configuration travels the whole way, on real processes. Exit code 0 only if everything held.')
  .option('--aws', 'on an emulated AWS: the one that `npm run local` brought up, or one for this demo')
  .option('--json', 'print one last line of facts; the story goes to stderr')
  .option('--keep <dir>', 'leave all state there for a look')
  .option('--nodes <n>', 'how many nodes (default 12, with --aws 6, with --sabotage 4)', nodeCount)
  .addOption(
    new Option('--sabotage <how>', 'must make the demo fail').choices(['no-break', 'no-tamper', 'failing-swap']),
  )
  .parse()
  .opts();

const began = Date.now();
const out = options.json ? process.stderr : process.stdout;
const say = (line: string): void => {
  out.write(`${((Date.now() - began) / 1000).toFixed(1).padStart(6)} s  ${line}\n`);
};

const root = options.keep ? resolve(options.keep) : mkdtempSync(join(tmpdir(), 'plumbline-demo-'));
const processes = new Processes();
let controlPlane: ControlPlane | undefined;
const end = async (): Promise<void> => {
  await processes.stop();
  await controlPlane?.close();
};
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void end().then(() => process.exit(130)));

try {
  const { aws, sabotage } = options;
  const nodes = options.nodes ?? (sabotage ? 4 : aws ? 6 : 12);
  controlPlane = await (aws ? openOnAws(say) : openEmbedded({ root, processes, say }));
  const facts = await story({ root, nodes, sabotage, processes, say, controlPlane });
  const { served, failedInsideWindow } = facts.requests;
  say(`${served} requests served; ${failedInsideWindow} failed, all while the bad version was out.`);
  say('Every expectation held.');
  if (options.json)
    process.stdout.write(`${JSON.stringify({ ok: true, seconds: (Date.now() - began) / 1000, ...facts })}\n`);
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error);
  say(`The story ended badly: ${reason}`);
  if (options.json) process.stdout.write(`${JSON.stringify({ ok: false, reason })}\n`);
  process.exitCode = 1;
} finally {
  await end();
  if (options.keep) say(`State and logs are in ${root}`);
  else rmSync(root, { recursive: true, force: true });
}
