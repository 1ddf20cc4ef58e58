import type { AnyRequest, OperationId } from './client/operations.ts';
import type { Context, View } from './command-spec.ts';
import { printable, printableText } from './output/printable.ts';

/** Prints an answer: the API's own text with --json, else by its view. */
export async function show<T>(
  { json, stdout, ink, now }: Context,
  { value, text }: { readonly value: T; readonly text: string },
  view: () => Promise<View<T>>,
): Promise<void> {
  if (!json) stdout.write(`${(await view())(printable(value), { ink, nowMs: now() })}\n`);
  else if (text !== '') stdout.write(`${printableText(text)}\n`);
}

export async function runOperation(
  context: Context,
  operation: OperationId,
  request: AnyRequest,
  view: () => Promise<View<unknown>>,
): Promise<unknown> {
  const answer = await (await context.client()).ask(operation, request, context.terms);
  await show(context, answer, view);
  return answer.value;
}

export interface Paging {
  readonly rows: string;
  readonly cursorName: string;
  readonly limit: number | undefined;
  readonly cursor: string | undefined;
  readonly all: boolean;
  readonly growing: boolean;
}
type Page = Readonly<Record<string, unknown>> & { readonly next?: string };

/** One page, or with `all` every page as if it were one. */
export async function runListing(
  context: Context,
  operation: OperationId,
  request: AnyRequest,
  view: () => Promise<View<unknown>>,
  { rows, cursorName, limit, cursor, all, growing }: Paging,
): Promise<void> {
  const client = await context.client();
  const read = async (after: string | undefined) => {
    const query = { ...request.query, limit: limit ?? (all ? 200 : undefined), [cursorName]: after };
    const { value, text } = await client.ask(operation, { ...request, query });
    return { page: value as Page, text };
  };
  const first = await read(cursor);
  let { page } = first;
  while (all && page.next !== undefined) {
    const { next: asked, ...before } = page;
    const more = (await read(asked)).page;
    const added = more[rows] as unknown[];
    page = { ...before, ...more, [rows]: (page[rows] as unknown[]).concat(added) };
    // A cursor that stands still leads nowhere.
    if (page.next === asked || (growing && added.length === 0)) break;
  }
  const text = page === first.page ? first.text : JSON.stringify(page);
  await show(context, { value: page, text }, view);
  if (page.next !== undefined && !growing && !context.json)
    context.stderr.write(`more: --cursor ${printable(page.next)}, or --all\n`);
}
