import { CommanderError } from 'commander';
import { EXIT, Failure } from './failure.ts';
import { makeProgram, type Repertoire } from './program.ts';
import type { Surroundings } from './surroundings.ts';

/** A bug of ours: sysexits.h EX_SOFTWARE, apart from everything a script may expect. */
const FAULT = 70;

/**
 * Runs one command line; every failure becomes a message on stderr and an exit code.
 * @param words what follows `plumb`
 */
export async function runPlumb(
  repertoire: Repertoire,
  words: readonly string[],
  surroundings: Surroundings,
): Promise<number> {
  let exitCode: number = EXIT.ok;
  const program = makeProgram(repertoire, surroundings, (code) => {
    exitCode = code;
  });
  const [first, ...rest] = words;
  try {
    await program.parseAsync(first === 'help' ? [...rest, '--help'] : [...words], { from: 'user' });
    return exitCode;
  } catch (error) {
    return tell(error, words.includes('--json'), surroundings);
  }
}

/** A file or folder that the machine does not let us have is no bug of ours. */
function refusedBySystem(error: unknown): string | undefined {
  const { code, syscall, path } = (error ?? {}) as NodeJS.ErrnoException;
  return code !== undefined && syscall !== undefined && path !== undefined
    ? `cannot ${syscall} ${path}: ${code}`
    : undefined;
}

/** With --json a refusal is printed as the API gave it, too. */
async function tell(error: unknown, json: boolean, { stdout, stderr }: Surroundings): Promise<number> {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage; // its words are out already
  const { printableText } = await import('./output/printable.ts');
  const refused = refusedBySystem(error);
  if (refused !== undefined) {
    stderr.write(`plumb: ${printableText(refused)}\n`);
    return EXIT.usage;
  }
  if (!(error instanceof Failure)) {
    stderr.write(`plumb: ${printableText(error instanceof Error ? (error.stack ?? error.message) : String(error))}\n`);
    return FAULT;
  }
  if (json && 'text' in error) stdout.write(`${printableText(String(error.text))}\n`);
  stderr.write(`plumb: ${printableText(error.message)}\n`);
  return error.exitCode;
}
