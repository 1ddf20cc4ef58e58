import type { CallTerms, Client } from './client/client.ts';
import type { AnswerOf, AnyRequest, OperationId, RequestOf } from './client/operations.ts';
import { EXIT } from './failure.ts';
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

type Described = Omit<CommandSpec, 'operations' | 'run'>;

export interface OperationSpec<O extends OperationId> extends Described {
  readonly operation: O;
  readonly request?: (input: Input, context: Context) => RequestOf<O> | Promise<RequestOf<O>>;
  readonly view: () => Promise<View<AnswerOf<O>>>;
  /** Whether the answer is a good end; a bad one makes exit code 4. */
  readonly good?: (answer: AnswerOf<O>) => boolean;
}

/** The same, once its types have been checked against its route. */
interface AnyOperation extends Described {
  readonly operation: OperationId;
  readonly request?: (input: Input, context: Context) => AnyRequest | Promise<AnyRequest>;
  readonly view: () => Promise<View<unknown>>;
  readonly good?: (answer: unknown) => boolean;
  readonly rows: string;
  readonly cursor?: string;
  readonly growing?: boolean;
}

/** A command that is one call of one operation. */
export function operation<O extends OperationId>(spec: OperationSpec<O>): CommandSpec {
  const { operation: id, request, view, good, ...described } = spec as unknown as AnyOperation;
  return {
    ...described,
    operations: [id],
    run: async (context, input) => {
      const { runOperation } = await import('./run-operation.ts');
      const answer = await runOperation(context, id, (await request?.(input, context)) ?? {}, view);
      return good && !good(answer) ? EXIT.badEnd : EXIT.ok;
    },
  };
}

export interface ListingSpec<O extends OperationId> extends OperationSpec<O> {
  /** Key of the page's array. */
  readonly rows: keyof AnswerOf<O> & string;
  /** Query parameter that takes a cursor. */
  readonly cursor?: 'cursor' | 'after';
  /** Every page has a `next`, to ask again later: the end is a page without rows. */
  readonly growing?: true;
}

const PAGE_OPTIONS: readonly OptionSpec[] = [
  ['--limit <n>', 'rows of a page (default 50)'],
  ['--cursor <cursor>', 'go on where an earlier page ended'],
  ['--all', 'follow the pages to the end'],
];

/** A command that reads a list page by page. */
export function listing<O extends OperationId>(spec: ListingSpec<O>): CommandSpec {
  const {
    operation: id,
    request,
    view,
    rows,
    cursor = 'cursor',
    growing = false,
    good: _,
    ...described
  } = spec as unknown as AnyOperation;
  return {
    ...described,
    options: [...(described.options ?? []), ...PAGE_OPTIONS],
    operations: [id],
    run: async (context, input) => {
      const { runListing } = await import('./run-operation.ts');
      const paging = { growing, limit: input.count('limit'), cursor: input.text('cursor'), all: input.flag('all') };
      await runListing(context, id, (await request?.(input, context)) ?? {}, view, {
        rows,
        cursorName: cursor,
        ...paging,
      });
      return undefined;
    },
  };
}
