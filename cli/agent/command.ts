import { Command, InvalidArgumentError } from 'commander';
import { durationSeconds } from '../../core/deployment/duration.ts';
import { EXIT, usage } from '../failure.ts';

interface Options {
  readonly url: string;
  readonly tokenFile?: string;
  readonly dir: string;
  readonly probe?: string;
  readonly metrics?: string;
  readonly swapAttempts: number;
  readonly swapBackoff: number;
  readonly hookTimeout: number;
  readonly allowHttp?: true;
  readonly once?: true;
}

/** What the flags come to; times in milliseconds. */
export interface AgentFlags {
  readonly url: string;
  readonly dir: string;
  readonly tokenFile: string | undefined;
  /** Command and arguments. */
  readonly exec: readonly string[] | undefined;
  readonly probe: string | undefined;
  readonly metrics: string | undefined;
  readonly swap: { readonly attempts: number; readonly backoffMs: number };
  readonly hookTimeoutMs: number;
  readonly allowHttp: boolean;
  readonly agentVersion: string;
  readonly log: (event: string, fields: { readonly [name: string]: unknown }) => void;
}

/** Opens an agent on this machine; bin/ hands it in, because the CLI does not know the agent. */
export type OpenAgent = (flags: AgentFlags) => Promise<{
  readonly agent: {
    boot(): Promise<void>;
    round(): Promise<number>;
    start(): Promise<void>;
    settled(): boolean;
  };
  close(): Promise<void>;
}>;

const HELP = `
The current configuration is at DIR/current/<config>. Open DIR/current once and read
everything through it: it is one link that is turned in one step.

--exec runs CMD after each switch, without a shell, with PLUMB_DIR, PLUMB_RELEASE,
PLUMB_EPOCH, PLUMB_GENERATION and PLUMB_SNAPSHOT set. Exit code 0 means taken; anything
else puts the last good release back. CMD ends at the next flag of the agent; after
"--exec --" everything belongs to CMD.

Example:
  plumb agent --url https://plumb.example --token-file token --dir /var/lib/plumb \\
    --probe http://127.0.0.1:9000/health --exec systemctl reload payments`;

/** The words after `--exec` are a command of their own; commander would read its dashes as ours. */
class AgentCommand extends Command {
  exec: string[] | undefined;
  override parseOptions(argv: string[]): ReturnType<Command['parseOptions']> {
    const start = argv.indexOf('--exec');
    if (start < 0) return super.parseOptions(argv);
    const words = argv.slice(start + 1);
    if (words[0] === '--') {
      this.exec = words.slice(1);
      return super.parseOptions(argv.slice(0, start));
    }
    const own = new Set(this.options.map(({ long }) => long));
    const end = words.findIndex((word) => own.has(word.replace(/=.*/s, '')));
    this.exec = end < 0 ? words : words.slice(0, end);
    return super.parseOptions([...argv.slice(0, start), ...(end < 0 ? [] : words.slice(end))]);
  }
}

const count = (text: string): number => {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new InvalidArgumentError('a number from 1 to 9999');
  return Number(text);
};

const milliseconds = (text: string): number => {
  try {
    return durationSeconds(text) * 1000;
  } catch {
    throw new InvalidArgumentError('an ISO 8601 duration such as PT2S');
  }
};

/** `plumb agent`: runs on a node, verifies what the control plane signed, switches to it and proves it. */
export function agentCommand(version: string, openAgent: OpenAgent): Command {
  const command = new AgentCommand('agent')
    .description('Run the node agent: verify, switch, prove')
    .requiredOption('--url <url>', 'control plane')
    .requiredOption('--dir <dir>', 'folder of the agent: keys, state, releases, current configuration')
    .option('--token-file <file>', 'enrolment token; needed until the node is enrolled')
    .option('--exec <cmd...>', 'command to run after each switch')
    .option('--probe <url>', 'URL on this machine that answers 2xx while the service is well')
    .option('--metrics <url>', 'URL on this machine that answers {requests, errors, latency, custom}')
    .option('--swap-attempts <n>', 'failed switches before a release is quarantined here', count, 3)
    .option('--swap-backoff <duration>', 'pause after the first failed switch; doubles', milliseconds, 2000)
    .option('--hook-timeout <duration>', 'time the hook may take', milliseconds, 30_000)
    .option('--allow-http', 'talk to other machines without TLS')
    .option('--once', 'check in once, do what follows, and end')
    .addHelpText('after', HELP)
    .action((options: Options) => run(options, command.exec, version, openAgent));
  return command;
}

async function run(
  options: Options,
  exec: readonly string[] | undefined,
  version: string,
  openAgent: OpenAgent,
): Promise<void> {
  if (exec?.length === 0) throw usage('--exec needs a command');
  const flags: AgentFlags = {
    url: options.url,
    dir: options.dir,
    tokenFile: options.tokenFile,
    exec,
    probe: options.probe,
    metrics: options.metrics,
    swap: { attempts: options.swapAttempts, backoffMs: options.swapBackoff },
    hookTimeoutMs: options.hookTimeout,
    allowHttp: options.allowHttp === true,
    agentVersion: version,
    log: (event, fields) =>
      process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), event, ...fields })}\n`),
  };
  const { agent, close } = await openAgent(flags).catch((error: unknown) => {
    // Flags that make no sense, or a folder in use: a sentence for a person, not a fault.
    throw error instanceof RangeError ? usage(error.message) : error;
  });
  if (options.once) {
    await agent.boot();
    await agent.round();
    if (!agent.settled()) process.exitCode = EXIT.badEnd;
    return close();
  }
  const ended = new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
  });
  await agent.start();
  await ended;
  await close();
}
