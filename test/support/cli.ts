import { randomBytes } from 'node:crypto';
import { type Hands, repertoire } from '../../cli/repertoire.ts';
import { runPlumb } from '../../cli/run-plumb.ts';
import type { Surroundings } from '../../cli/surroundings.ts';
import { START } from './virtual-clock.ts';

export interface CliRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}
export interface CliOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly tty?: boolean;
  readonly stdin?: string;
  readonly hands?: Partial<Hands>;
  /**
   * Real randomness and time, for a real server or folder: there a key used twice is one command, and what is signed
   * must not have expired on the day of the test.
   */
  readonly real?: true;
  /** Called instead of waiting. */
  readonly onSleep?: (milliseconds: number) => void;
}

const never = (): Promise<never> => Promise.reject(new Error('not in this test'));
export const NO_HANDS: Hands = {
  signToken: never,
  openTrust: never,
  agent: { name: 'agent', summary: 'Run the node agent', load: never },
};

/** Runs one command line in this process, at a time that stands still; bytes like `00ff` count up as randomness. */
export async function cli(words: readonly string[], options: CliOptions = {}): Promise<CliRun> {
  const out: string[] = [];
  const err: string[] = [];
  let drawn = 0;
  let sleptMs = 0;
  const terminal = (lines: string[]): Surroundings['stdout'] => ({
    write: (chunk) => void lines.push(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString()),
    isTty: options.tty ?? false,
  });
  const exitCode = await runPlumb(repertoire('1.2.3', { ...NO_HANDS, ...options.hands }), words, {
    env: options.env ?? {},
    stdout: terminal(out),
    stderr: terminal(err),
    now: () => (options.real ? Date.now() : Date.parse(START)) + sleptMs,
    sleep: async (milliseconds) => {
      sleptMs += milliseconds;
      options.onSleep?.(milliseconds);
    },
    randomHex: (bytes) =>
      options.real ? randomBytes(bytes).toString('hex') : (++drawn).toString(16).padStart(2 * bytes, '0'),
    fetch,
    readStdin: async () => Buffer.from(options.stdin ?? ''),
  });
  return { exitCode, stdout: out.join(''), stderr: err.join('') };
}
