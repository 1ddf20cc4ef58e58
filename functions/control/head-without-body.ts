import type middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

/** HEAD is answered as GET is, with everything but the body (RFC 9110 §9.3.2). */
export const headWithoutBody: middy.MiddlewareObj<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2> = {
  after: (request) => {
    if (request.event.requestContext.http.method !== 'HEAD' || !request.response) return;
    const { body: _body, isBase64Encoded: _encoded, ...head } = request.response;
    request.response = head;
  },
};
