import type { RouteSpec } from '../../../../schemas/api/route.ts';
import type { Params, RouteDecision, Told } from './decision.ts';
import { DECISIONS } from './decisions.ts';
import { type Answer, type Estate, NAMES } from './estate.ts';

/** Of a route that has none the test says so by itself. */
export const decisionOf = (operationId: string): RouteDecision => DECISIONS[operationId] ?? { own: '200' };

/** An answer, with the names that the request put into its path. */
export type Asked = Answer & { readonly named: readonly string[] };
export async function asked(
  estate: Estate,
  { operationId, method }: RouteSpec,
  path: string,
  there: boolean,
  authorization: string | undefined,
): Promise<Asked> {
  const { params, query, body } = decisionOf(operationId);
  const values: Params = (await params?.(estate, there)) ?? {};
  const filled = path.replace(/\{(\w+)\+?\}/g, (_all, name: string) => values[name] ?? '');
  const request = { method, path: query ? `${filled}?${query}` : filled, authorization };
  const answer = await estate.ask(body ? { ...request, body: body(estate, there) } : request);
  return { ...answer, named: Object.values(values) };
}
/** What is compared with a decision. */
export const told = ({ status, body }: Answer): Told => {
  const code = (body as { code?: string } | null)?.code;
  return status < 400 ? `${status}` : `${status} ${code}`;
};
/** An answer without the names that were asked for, and without what every request has of its own. */
export const faceless = ({ status, headers, body, named }: Asked): string => {
  const { 'x-trace-id': _id, ...rest } = headers;
  const { traceId: _traceId, ...said } = body as Record<string, unknown>;
  const longestFirst = [...named, ...Object.values(NAMES).flat()].toSorted((a, b) => b.length - a.length);
  const text = JSON.stringify([status, rest, said]);
  return longestFirst.filter((name) => name.length > 3).reduce((less, name) => less.replaceAll(name, '…'), text);
};
