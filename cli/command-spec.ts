import type { CallTerms, Client } from './client/client.ts';
import type { OperationId } from './client/operations.ts';
import type { Input } from './input.ts';
import type { Ink } from './output/ink.ts';
import type { Surroundings } from './surroundings.ts';

/** What a running command has at hand. */
export interface Context extends Surroundings {
  readonly ink: Ink;
  /** Print the API's answer itself instead of a table. */
  readonly json: boolean;
  readonly terms: CallTerms;
  /** Made at first use; a command that never asks for it needs no server. */
  readonly client: () => Promise<Client>;
}

/** How an answer is shown to people. It gets printable strings only. */
export type View<T> = (answer: T, look: Look) => string;
export interface Look {
  readonly ink: Ink;
  /** Unix milliseconds, for relative times. */
  readonly nowMs: number;
}

/** `['--file <path>', 'what for']`; a third element collects repeated values. */
export type OptionSpec = readonly [flags: string, meaning: string, repeated?: 'repeated'];

/** One command: what it is called, what it teaches, and what it does. Holds no code that is slow to load. */
export interface CommandSpec {
  readonly name: string;
  /** Operations of the API that people reach by this command and no other. */
  readonly operations: readonly OperationId[];
  readonly summary: string;
  readonly arguments?: readonly (readonly [string, string])[];
  readonly options?: readonly OptionSpec[];
  /** What follows `plumb <noun>`. */
  readonly example: string;
  /** Takes --if-match and --idempotency-key. */
  readonly changes?: true;
  /** Speaks to no server. */
  readonly local?: true;
  /** @returns the exit code; nothing means 0 */
  readonly run: (context: Context, input: Input) => Promise<number | undefined>;
}

export interface Group {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<readonly CommandSpec[]>;
}
