import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';

export interface Started {
  readonly pid: number;
  /** First line the process printed. */
  readonly firstLine: string;
  readonly signal: (name: NodeJS.Signals) => void;
  readonly ended: Promise<void>;
}

/** The demo's own children: each is ended by its process id, also when the demo fails. */
export class Processes {
  readonly #children = new Map<ChildProcess, Promise<void>>();

  /** Starts a script of this repository on this Node; answers when it has printed a line. Its stderr goes to `log`. */
  async start(args: readonly string[], log: string, env: NodeJS.ProcessEnv = {}): Promise<Started> {
    const child = spawn(process.execPath, [...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    });
    const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
    this.#children.set(child, ended);
    child.stderr.pipe(createWriteStream(log, { flags: 'a' }));
    const lines = createInterface({ input: child.stdout });
    const firstLine = await Promise.race([
      new Promise<string>((resolve) => lines.once('line', resolve)),
      ended.then(() => Promise.reject(new Error(`${args[0]} ended before it was ready; see ${log}`))),
    ]);
    return { pid: child.pid ?? 0, firstLine, signal: (name) => child.kill(name), ended };
  }

  /** Asks all to end, and after five seconds makes them. */
  async stop(): Promise<void> {
    for (const child of this.#children.keys()) child.kill('SIGTERM');
    const timer = setTimeout(() => {
      for (const child of this.#children.keys()) child.kill('SIGKILL');
    }, 5000);
    await Promise.all(this.#children.values());
    clearTimeout(timer);
  }
}
