import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { cursors } from '../shared/cursor.ts';
import { toProblem } from '../shared/problem.ts';
import { traceIdOf } from '../shared/trace.ts';
import type { Deps } from './deps.ts';
import { ensureTrace, faultToProblem } from './fault-to-problem.ts';
import { headWithoutBody } from './head-without-body.ts';
import { inSpan } from './in-span.ts';
import { makeReader } from './read-request.ts';
import { respond } from './respond.ts';

/** The people's API: translates requests into use cases and their answers into responses, and nothing else. */
export const makeHandler = (deps: Deps) => {
  const pages = cursors(deps.world.keyring);
  const readRequest = makeReader(deps, pages);
  return middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .use(injectLambdaContext(deps.logger, { resetKeys: true }))
    .use(ensureTrace(deps.world.ids))
    .use(faultToProblem(deps.logger))
    .use(headWithoutBody)
    .handler(async (event: APIGatewayProxyEventV2) => {
      const traceparent = event.headers['traceparent'] ?? '';
      const traceId = traceIdOf(traceparent);
      const problem = { instance: event.rawPath, traceId };
      const request = await readRequest(event, traceId);
      if (!request.ok) return toProblem(request, problem);
      const { route, input, call, question } = request.value;
      const outcome = await inSpan(route.operationId, traceparent, () => route.useCase(deps.world, input, call));
      return outcome.ok
        ? respond(outcome.value, { route, event, traceId, question, cursors: pages })
        : toProblem(outcome, problem);
    });
};
