import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const PLUMB = fileURLToPath(new URL('../bin/plumb.ts', import.meta.url));

export interface Person {
  readonly name: string;
  readonly token: string;
}

/** Runs the real CLI, as a person would. */
export class Plumb {
  readonly #url: string;
  /** Told of every command before it runs. */
  readonly #tell: (line: string) => void;

  constructor(url: string, tell: (line: string) => void) {
    this.#url = url;
    this.#tell = tell;
  }

  /** @returns the printed JSON document @throws with what the CLI said when it exits with another code than 0 */
  async as<T>(person: Person, ...args: readonly string[]): Promise<T> {
    this.#tell(`${person.name}$ plumb ${args.map(quoted).join(' ')}`);
    return this.quietly(person, ...args);
  }

  /** The same untold: looking again and again. */
  async quietly<T>(person: Person, ...args: readonly string[]): Promise<T> {
    const output = await run([...args, '--json'], { PLUMB_URL: this.#url, PLUMB_TOKEN: person.token });
    return (output.trim() === '' ? undefined : JSON.parse(output)) as T;
  }
}

/** A command that needs no server. */
export const plumb = (...args: readonly string[]): Promise<string> => run(args, {});

const quoted = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word}'`);

function run(args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { env: { ...process.env, ...env }, maxBuffer: 64 * 1024 * 1024 };
    execFile(process.execPath, [PLUMB, ...args], options, (error, stdout, stderr) => {
      if (error) reject(new Error(`plumb ${args.join(' ')}: ${stderr.trim() || stdout.trim() || error.message}`));
      else resolve(stdout);
    });
  });
}
