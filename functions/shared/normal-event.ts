import type { APIGatewayProxyEventV2 } from 'aws-lambda';

const DEFAULT_STAGE = '$default';

/**
 * A request of payload format 2.0 in the one form that handlers read, whether an HTTP API or a function URL sent it:
 * the path without the stage that a named stage puts in front, names of headers in lower case, no body as none.
 * A function URL leaves the path encoded, an HTTP API decodes it before (`%2F` is then a slash); names of ours are the
 * same in both, and what differs cannot exist.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function normalEvent(event: APIGatewayProxyEventV2): APIGatewayProxyEventV2 {
  const { body, ...rest } = event;
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(event.headers ?? {}))
    if (value !== undefined) headers[name.toLowerCase()] = value;
  return {
    ...rest,
    rawPath: withoutStage(event.rawPath ?? '/', event.requestContext.stage ?? DEFAULT_STAGE),
    rawQueryString: event.rawQueryString ?? '',
    headers,
    isBase64Encoded: event.isBase64Encoded ?? false,
    ...(body === undefined || body === null || body === '' ? {} : { body }),
  };
}

function withoutStage(rawPath: string, stage: string): string {
  const prefix = `/${stage}`;
  return stage !== DEFAULT_STAGE && rawPath.startsWith(`${prefix}/`) ? rawPath.slice(prefix.length) : rawPath;
}
