import * as z from 'zod';
import { done, type Outcome } from '../../core/decision.ts';
import type { RouteSpec } from '../../schemas/api/route.ts';
import { refusedAt, refusedShape } from './located-errors.ts';

const NOTHING = z.strictObject({});
/** Query parameters that hold a sealed cursor from `next` of an earlier page. */
export const CURSOR_PARAMETERS: readonly string[] = ['cursor', 'after'];

const QUERY_CHARACTERS = 4096;

/** Name, as far as it can be read, of the first parameter that a lenient reader would guess at. */
function brokenParameter(rawQueryString: string): string | undefined {
  const parameters = rawQueryString.replaceAll('+', ' ').split('&');
  const broken = parameters.find((parameter) => decoded(parameter) === undefined);
  const name = broken?.split('=', 1)[0];
  return name === undefined ? undefined : (decoded(name) ?? name);
}

const decoded = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
};

/** What a cursor belongs to: the same question but for the place in it and the size of a page. */
export function questionOf(method: string, rawPath: string, rawQueryString: string): string {
  const asked = [...new URLSearchParams(rawQueryString)].filter(
    ([name]) => name !== 'limit' && !CURSOR_PARAMETERS.includes(name),
  );
  return JSON.stringify([method, rawPath, asked.sort(([a], [b]) => (a < b ? -1 : 1))]);
}

/**
 * Query parameters, each at most once, cursors opened, checked against the schema of the route.
 * @param open undefined for a cursor that is not ours
 */
export async function readQuery(
  rawQueryString: string,
  { query: schema }: Pick<RouteSpec, 'query'>,
  open: (cursor: string) => Promise<string | undefined>,
): Promise<Outcome<unknown>> {
  if (rawQueryString.length > QUERY_CHARACTERS) return refusedAt('query', [], `at most ${QUERY_CHARACTERS} characters`);
  const broken = brokenParameter(rawQueryString);
  if (broken !== undefined) return refusedAt('query', [broken], 'not percent-encoded UTF-8');
  const entries: [string, string][] = [];
  const seen = new Set<string>();
  for (const [name, value] of new URLSearchParams(rawQueryString)) {
    if (seen.has(name)) return refusedAt('query', [name], 'given twice');
    seen.add(name);
    const opened = schema && CURSOR_PARAMETERS.includes(name) ? await open(value) : value;
    if (opened === undefined) return refusedAt('query', [name], 'not a cursor of this list');
    entries.push([name, opened]);
  }
  const parsed = (schema ?? NOTHING).safeParse(Object.fromEntries(entries));
  return parsed.success ? done(parsed.data) : refusedShape('query', parsed.error);
}
