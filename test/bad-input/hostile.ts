import { pathOf, pointerOf } from '../../core/json/place.ts';
import type { Role } from '../../schemas/principal.ts';
import { Problem } from '../../schemas/problem.ts';
import { costOf, tooCostly } from './cost.ts';
import type { HttpAnswer } from './http-client.ts';
import type { Victim } from './victim.ts';

/** Where a refusal must say the fault is. */
export interface Place {
  readonly in?: 'body' | 'query' | 'path' | 'header';
  readonly keys: readonly (string | number)[];
  /** The fault may also be told of something inside: of a whole object in a place where a text belongs, say. */
  readonly orInside?: true;
}

export interface Request {
  readonly method: string;
  /** Below the origin: `/api/v1/...`, with its query, as it goes over the wire. */
  readonly target: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /** Made when it is sent: thousands of large bodies are not kept. */
  readonly body?: (() => Uint8Array | string) | undefined;
  /** Whose token goes with it; default Admin. */
  readonly as?: Role | 'node' | 'nobody';
}

export interface Hostile extends Request {
  readonly name: string;
  /** Any of these. */
  readonly status: number | readonly number[];
  /** Any of these; a body that is no problem document (a bare HTTP refusal) has none. */
  readonly code: string | readonly string[];
  readonly place?: Place;
}
/** The same kind of request without the fault: accepted, so that the others were refused for it. */
export interface Honest extends Request {
  readonly name: string;
  readonly status: number;
}
export interface Topic {
  readonly name: string;
  /** What must be there first. */
  readonly prepare?: () => Promise<unknown>;
  readonly honest: readonly Honest[];
  readonly hostile: readonly Hostile[];
}

/** No refusal needs more; what was sent must not come back many times over. */
const ANSWER_CHARACTERS = 64 * 1024;

export function send(
  victim: Victim,
  { method, target, headers = {}, body, as = 'Admin' }: Request,
): Promise<HttpAnswer> {
  const token = as === 'node' ? `Bearer ${victim.node.token}` : as === 'nobody' ? undefined : victim.bearer(as);
  return victim.send({
    method,
    target,
    headers: {
      ...(body ? { 'content-type': 'application/json' } : {}),
      ...(token ? { authorization: token } : {}),
      ...headers,
    },
    body: body?.(),
  });
}

/** Sends each, and tells all that is wrong with what came of it; an empty answer is what is wanted. */
export async function assault(victim: Victim, inputs: readonly Hostile[]): Promise<string[]> {
  const complaints: string[] = [];
  for (const input of inputs) {
    const before = victim.stored();
    victim.said();
    const { value, ms } = await costOf(() => send(victim, input));
    const wrong = [
      ...judged(input, value),
      ...(tooCostly(ms, sizeOf(input)) ? [`took ${Math.round(ms)} ms of processor time`] : []),
      ...(victim.stored() === before ? [] : ['something was stored']),
      ...victim.said().map((line) => `the log says ${line.slice(0, 400)}`),
    ];
    complaints.push(...wrong.map((complaint) => `${input.name}: ${complaint}`));
  }
  return complaints;
}

const sizeOf = ({ body }: Hostile): number => Buffer.byteLength(body?.() ?? '');

function judged(input: Hostile, { status, headers, text }: HttpAnswer): string[] {
  const told = `${status} ${text.slice(0, 300)}`;
  if (![input.status].flat().includes(status)) return [`expected ${input.status}, got ${told}`];
  if (text.length > ANSWER_CHARACTERS) return [`an answer of ${text.length} characters`];
  if (input.method === 'HEAD') return text === '' ? [] : ['a HEAD with a body'];
  if (headers['content-type'] !== 'application/problem+json') return [`no problem document: ${told}`];
  const problem = Problem.safeParse(JSON.parse(text)).data;
  if (!problem) return [`not the shape of a problem: ${told}`];
  const { code, errors = [], instance } = problem;
  if (![input.code].flat().includes(code)) return [`expected ${input.code}, got ${told}`];
  if (instance !== input.target.split('?', 1)[0]) return [`instance ${instance}`];
  const { place } = input;
  if (!place) return [];
  const [path, pointer] = [pathOf(place.keys), pointerOf(place.keys)];
  const found = errors.some(
    (error) =>
      (place.in === undefined || error['in'] === place.in) &&
      ((error.path === path && error.pointer === pointer) ||
        (place.orInside && error.path.startsWith(path) && error.pointer.startsWith(`${pointer}/`))),
  );
  return found ? [] : [`no fault told at ${place.in ?? ''} ${path}: ${told}`];
}
