import type { Logger } from '@aws-lambda-powertools/logger';
import type middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { World } from '../../usecases/ports.ts';
import { LOG } from '../shared/logger.ts';
import { faultProblem } from '../shared/problem.ts';
import { traceIdOf, traceparentOf } from '../shared/trace.ts';

type Middleware = middy.MiddlewareObj<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>;

/** Gives every request a `traceparent`; it stays in the event, because one process serves many requests at a time. */
export const ensureTrace = (ids: World['ids']): Middleware => ({
  before: ({ event }) => {
    event.headers['traceparent'] = traceparentOf(event.headers['traceparent'], ids);
  },
});

/** Whatever is thrown is a fault of ours: logged whole, told as an opaque 500. */
export const faultToProblem = (logger: Logger): Middleware => ({
  onError: (request) => {
    const { rawPath, headers } = request.event;
    const traceId = traceIdOf(headers['traceparent'] ?? '');
    logger.error(LOG.fault, { path: rawPath, traceId, error: request.error ?? undefined });
    request.response = faultProblem(rawPath, traceId);
  },
});
