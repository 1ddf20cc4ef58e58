import type { AnswerOf, AnyRequest, OperationId, RequestOf } from './client/operations.ts';
import type { CommandSpec, Context, OptionSpec, View } from './command-spec.ts';
import { EXIT } from './failure.ts';
import type { Input } from './input.ts';

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
