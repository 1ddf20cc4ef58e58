/**
 * Where nodes send what, without its shape: a check-in that says nothing new is routed and answered before any schema
 * is loaded. The shapes stand beside these rows in `NODE_MESSAGES`.
 */
export const NODE_PATHS = {
  enrolNode: {
    operationId: 'enrolNode',
    method: 'POST',
    path: '/nodes',
    aliases: ['/instances'],
    access: 'enrolment',
    status: 201,
  },
  issueNodeToken: {
    operationId: 'issueNodeToken',
    method: 'POST',
    path: '/nodes/{id}/token',
    aliases: ['/instances/{id}/token'],
    access: 'open',
    status: 200,
  },
  checkIn: {
    operationId: 'checkIn',
    method: 'POST',
    path: '/nodes/{id}/check-in',
    aliases: ['/instances/{id}/check-in', '/instances/{id}/heartbeat', '/nodes/{id}/heartbeat'],
    access: 'node',
    maxBodyBytes: 256 * 1024,
    status: 200,
  },
  storeReceipts: {
    operationId: 'storeReceipts',
    method: 'POST',
    path: '/nodes/{id}/receipts',
    aliases: ['/instances/{id}/receipts'],
    access: 'node',
    maxBodyBytes: 256 * 1024,
    status: 200,
  },
} as const;
