import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { ROOT } from '../../support/plant.ts';

interface Booted {
  readonly intact: boolean;
}

/** `plumb agent` under a supervisor that starts it again whenever it was killed. */
export interface MortalAgent {
  /** What this life said of its boot; undefined as long as it has not. */
  booted(): Booted | undefined;
  /** The release it said last that it runs: since its boot it may have gone on to one that was here already. */
  runs(): number | undefined;
  /** @param between what happens before the next life begins */
  kill(between: () => void): Promise<void>;
  /** Times it ended otherwise than by a kill: it never should. */
  readonly ends: readonly string[];
  /** Ends it in good order, for good. */
  stop(): Promise<void>;
}

export function mortalAgent(url: string, dir: string, token: string): MortalAgent {
  const tokenFile = `${dir}.token`;
  writeFileSync(tokenFile, token, { mode: 0o600 });
  // A service takes a moment to read what is new, in which the switch is not yet over.
  const hook = ['--exec', '--', 'sleep', '0.03'];
  const argv = ['bin/plumb.ts', 'agent', '--url', url, '--token-file', tokenFile, '--dir', dir, ...hook];
  const ends: string[] = [];
  let booted: Booted | undefined;
  let runs: number | undefined;
  let ending = false;
  let child: ChildProcess;
  const start = (): void => {
    booted = undefined;
    runs = undefined;
    const life = spawn(process.execPath, argv, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
    child = life;
    life.once('exit', (code, signal) => {
      if (!ending) ends.push(`${code ?? signal}`);
    });
    createInterface(life.stdout).on('line', (line) => {
      const said = JSON.parse(line) as Booted & { readonly event: string; readonly generation: number };
      if (life !== child) return;
      if (said.event === 'booted') booted = { intact: said.intact };
      if (said.event === 'booted' || said.event === 'activated') runs = said.generation;
    });
  };
  const end = async (signal: 'SIGKILL' | 'SIGTERM'): Promise<void> => {
    ending = true;
    const ended = once(child, 'exit');
    if (child.exitCode === null && child.signalCode === null) {
      child.kill(signal);
      await ended;
    }
    ending = false;
  };
  start();
  onTestFinished(() => void child.kill('SIGKILL'));
  return {
    ends,
    booted: () => booted,
    runs: () => runs,
    async kill(between) {
      await end('SIGKILL');
      between();
      start();
    },
    stop: () => end('SIGTERM'),
  };
}
