import type middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

/** HEAD is answered as GET is, with the length of the body in its place (RFC 9110 §9.3.2). */
export const headWithoutBody: middy.MiddlewareObj<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2> = {
  after: (request) => {
    if (request.event.requestContext.http.method !== 'HEAD' || request.response?.body === undefined) return;
    const { body, isBase64Encoded, headers, ...rest } = request.response;
    const length = Buffer.byteLength(body, isBase64Encoded ? 'base64' : 'utf8');
    request.response = { ...rest, headers: { ...headers, 'content-length': length } };
  },
};
