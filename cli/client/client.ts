import operations from '../../schemas/generated/operations.json' with { type: 'json' };
import type { OperationEntry } from '../../schemas/operation-table.ts';
import { EXIT, Failure, usage } from '../failure.ts';
import type { Surroundings } from '../surroundings.ts';
import type { Connection } from './connection.ts';
import type { AnswerOf, AnyRequest, Content, OperationId, RequestOf } from './operations.ts';
import { problemOf } from './problem.ts';

const ANSWER_TIMEOUT_MS = 60_000;

export interface CallTerms {
  /** Revision the thing must still have. */
  readonly ifMatch?: number | undefined;
  /** Default: one of this client's own, so that a request sent twice by the network counts once. */
  readonly idempotencyKey?: string | undefined;
}

export interface Answer<T> {
  readonly value: T;
  /** The body as it came. */
  readonly text: string;
}

/** The public HTTP API, by the route table. Refusals are thrown as {@link problemOf} tells them. */
export interface Client {
  readonly traceId: string;
  call<O extends OperationId>(operation: O, request: RequestOf<O>, terms?: CallTerms): Promise<Answer<AnswerOf<O>>>;
  /** The same without types, for what handles every operation alike. */
  ask(operation: OperationId, request: AnyRequest, terms?: CallTerms): Promise<Answer<unknown>>;
  /** For operations that answer bytes of another media type. */
  bytes<O extends OperationId>(operation: O, request: RequestOf<O>): Promise<Content>;
  /** The text at a path below `/api/v1`, for readers that follow paths instead of operations. */
  read(path: string): Promise<string>;
  /** Sends bytes to a signed URL that the server gave. */
  upload(target: { url: string; method: string; headers: Record<string, string> }, bytes: Uint8Array): Promise<void>;
}

/** One client for one invocation: one trace id, one idempotency key. */
export function makeClient(
  { url, token }: Connection,
  { fetch, randomHex }: Pick<Surroundings, 'fetch' | 'randomHex'>,
): Client {
  const traceId = randomHex(16);
  const ownKey = randomHex(16);

  const reach = async (target: string, init: RequestInit): Promise<Response> => {
    try {
      return await fetch(target, { ...init, signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS) });
    } catch (error) {
      throw new Failure(EXIT.unreachable, `no answer from ${new URL(target).origin}: ${reasonOf(error)}`);
    }
  };

  const headersOf = (method: string, signed: boolean, { ifMatch, idempotencyKey = ownKey }: CallTerms) => ({
    accept: 'application/json, application/problem+json, */*',
    traceparent: `00-${traceId}-${randomHex(8)}-01`,
    ...(token === undefined || !signed ? {} : { authorization: `Bearer ${token}` }),
    ...(method === 'POST' ? { 'idempotency-key': idempotencyKey } : {}),
    ...(ifMatch === undefined ? {} : { 'if-match': `"${ifMatch}"` }),
  });

  const send = async (operation: OperationId, request: AnyRequest, terms: CallTerms): Promise<Response> => {
    const route = routeOf(operation);
    const body = bodyOf(request);
    const response = await reach(`${url}/api/v1${pathOf(route, request)}`, {
      method: route.method,
      headers: {
        ...headersOf(route.method, !route.open, terms),
        ...(body ? { 'content-type': body.mediaType } : {}),
      },
      ...(body ? { body: Buffer.from(body.bytes) } : {}),
    });
    if (!response.ok) throw await problemOf(response.status, await response.text());
    return response;
  };

  const ask: Client['ask'] = async (operation, request, terms = {}) => {
    const text = await (await send(operation, request, terms)).text();
    return { text, value: readJson(text) };
  };

  return {
    traceId,
    ask,
    call: ask as Client['call'],
    async bytes(operation, request) {
      const response = await send(operation, request, {});
      const mediaType = response.headers.get('content-type') ?? 'application/octet-stream';
      return { mediaType, bytes: new Uint8Array(await response.arrayBuffer()) };
    },
    async read(path) {
      const response = await reach(`${url}/api/v1${path}`, { headers: headersOf('GET', true, {}) });
      if (!response.ok) throw await problemOf(response.status, await response.text());
      return response.text();
    },
    async upload(target, bytes) {
      const { method, headers } = target;
      const response = await reach(target.url, { method, headers, body: Buffer.from(bytes) });
      // 412: these bytes are there already, by an earlier try or by somebody else; publishing them compares.
      if (!response.ok && response.status !== 412) throw await problemOf(response.status, await response.text());
    },
  };
}

const OPERATIONS: Readonly<Record<string, OperationEntry>> = operations;

function routeOf(operation: string): OperationEntry {
  const route = OPERATIONS[operation];
  if (!route) throw new Error(`no route for ${operation}`);
  return route;
}

/** Each parameter becomes one segment; `{name+}` keeps its slashes. */
function pathOf({ path }: OperationEntry, { params = {}, query = {} }: AnyRequest): string {
  const filled = path.replace(/\{(\w+)(\+?)\}/g, (_, name: string, rest: string) => {
    const parts = rest ? String(params[name]).split('/') : [String(params[name])];
    // URLs resolve these away, percent-encoded too: another resource would be asked.
    if (parts.some((part) => /^\.{0,2}$/.test(part))) throw usage(`not a ${name}: '${params[name]}'`);
    return parts.map(encodeURIComponent).join('/');
  });
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  const search = new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)])).toString();
  return search ? `${filled}?${search}` : filled;
}

function bodyOf({ body, content }: AnyRequest): Content | undefined {
  if (content) return content;
  if (body === undefined) return undefined;
  return { mediaType: 'application/json', bytes: Buffer.from(JSON.stringify(body)) };
}

function readJson(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new Failure(EXIT.unreachable, 'something that is not this control plane answered');
  }
}

/** fetch hides the cause one level down. */
const reasonOf = (error: unknown): string => {
  const { cause, message } = error as Error & { cause?: Error & { code?: string } };
  return cause?.code ?? cause?.message ?? message;
};
