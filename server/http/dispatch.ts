import type { IncomingMessage, ServerResponse } from 'node:http';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import type { BlobRequest, ServeBlob } from '../../adapters/embedded/blobs/serve-blob.ts';
import { reject } from '../../core/decision.ts';
import { faultProblem, toProblem } from '../../functions/shared/problem.ts';
import { traceIdIn } from '../../functions/shared/trace.ts';
import type { Clock, Ids } from '../../usecases/ports.ts';
import type { Deadlines } from './deadlines.ts';
import { readBounded } from './read-bounded.ts';
import { reply, replyBlob } from './reply.ts';
import { toEvent } from './to-event.ts';

export type HttpFunction = (
  event: APIGatewayProxyEventV2,
  context: Context,
) => Promise<APIGatewayProxyStructuredResultV2>;

export interface Dispatch {
  /** Which function a path belongs to, as the routes of an API gateway would say, and the body bytes it takes. */
  readonly routeTo: (method: string, rawPath: string) => { readonly run: HttpFunction; readonly bodyLimit: number };
  readonly serveBlob: ServeBlob;
  readonly clock: Pick<Clock, 'now'>;
  readonly ids: Ids;
  readonly onFault: (error: unknown, path: string) => void;
  /** How long the body of a function's request may take; a blob has the time of its connection. */
  readonly bodyDeadlines: Deadlines;
}

/** How long a refused sender may go on before its connection is cut, so that it can read why. */
const LINGER_MS = 1_000;

/** Answers one request: a blob URL by itself, everything else by the function it belongs to. Never throws. */
export async function dispatch(deps: Dispatch, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = 'GET', url = '/' } = request;
  const query = url.indexOf('?');
  const path = query < 0 ? url : url.slice(0, query);
  try {
    if (path.startsWith('/blobs/')) {
      const answer = await deps.serveBlob(blobRequest(deps, request, { method, path, url }));
      if (!request.complete) hangUp(request, response);
      await replyBlob(response, answer);
    } else await callFunction(deps, request, response, { method, path });
  } catch (error) {
    if (response.destroyed) return; // the caller went away
    deps.onFault(error, path);
    if (response.headersSent) response.destroy();
    else reply(response, faultProblem(path, traceOf(deps, request)));
  }
}

/** Refused in the middle of its body: what still comes is thrown away, for a moment, and nothing may follow it. */
function hangUp(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('connection', 'close');
  request.resume();
  setTimeout(() => request.destroy(), LINGER_MS).unref();
}

async function callFunction(
  deps: Dispatch,
  request: IncomingMessage,
  response: ServerResponse,
  { method, path }: { readonly method: string; readonly path: string },
): Promise<void> {
  const { run, bodyLimit } = deps.routeTo(method, path);
  const body = await readBounded(request, bodyLimit, deps.bodyDeadlines);
  if (body === 'aborted') return;
  if (body === 'too_large' || body === 'too_slow') {
    hangUp(request, response);
    const refusal = body === 'too_large' ? reject('too_large', { limit: bodyLimit }) : reject('request_timeout');
    return reply(response, toProblem(refusal, { instance: path, traceId: traceOf(deps, request) }));
  }
  const requestId = deps.ids.uuid();
  reply(response, await run(toEvent(request, body, requestId, deps.clock.now()), contextOf(requestId)));
}

const traceOf = ({ ids }: Dispatch, { headers }: IncomingMessage): string =>
  traceIdIn([headers['traceparent']].flat()[0], ids);

const blobRequest = (
  deps: Dispatch,
  request: IncomingMessage,
  { method, path, url }: { readonly method: string; readonly path: string; readonly url: string },
): BlobRequest => ({
  method,
  path,
  query: new URLSearchParams(url.slice(path.length + 1)),
  traceId: traceOf(deps, request),
  body: request.iterator({ destroyOnReturn: false }), // a refused upload still gets its answer
});

/** A function that takes longer is given up on, as in the cloud. */
const DEADLINE_MS = 30_000;

/** What a function may know of its surroundings. */
const contextOf = (awsRequestId: string): Context => ({
  awsRequestId,
  callbackWaitsForEmptyEventLoop: false,
  functionName: 'embedded',
  functionVersion: '$LATEST',
  invokedFunctionArn: '',
  memoryLimitInMB: '0',
  logGroupName: '',
  logStreamName: '',
  getRemainingTimeInMillis: () => DEADLINE_MS,
  done: () => undefined,
  fail: () => undefined,
  succeed: () => undefined,
});
