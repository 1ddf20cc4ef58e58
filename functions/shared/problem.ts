import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Rejected } from '../../core/decision.ts';
import { REJECTIONS, type RejectionCode } from '../../core/rejections.ts';

const STATUS = {
  invalid_request: 400,
  too_large: 413,
  not_found: 404,
  forbidden: 403,
  unauthenticated: 401,
  method_not_allowed: 405,
  request_timeout: 408,
  unsupported_media_type: 415,
  justification_required: 400,
  stream_moved: 409,
  precondition_failed: 412,
  command_id_reused: 422,
  already_exists: 409,
  json_invalid: 400,
  duplicate_key: 400,
  unsafe_key: 400,
  too_deep: 400,
  lone_surrogate: 400,
  number_not_exact: 400,
  yaml_invalid: 400,
  config_unknown: 404,
  version_unknown: 404,
  version_not_greater: 409,
  version_exists: 409,
  version_invalid: 409,
  version_not_validated: 409,
  version_revoked: 409,
  version_not_revoked: 409,
  content_in_use: 409,
  content_erased: 410,
  content_erasing: 409,
  schema_unknown: 404,
  schema_invalid: 422,
  schema_too_costly: 422,
  yaml_too_costly: 422,
  schema_violation: 422,
  rail_violation: 422,
  upload_incomplete: 409,
  snapshot_unknown: 404,
  snapshot_empty: 422,
  snapshot_not_validated: 409,
  snapshot_rejected: 409,
  approval_required: 409,
  approval_by_author: 403,
  approval_stale: 409,
  cluster_not_targeted: 409,
  outside_window: 409,
  cluster_unknown: 404,
  cluster_locked: 409,
  cluster_signing_stopped: 409,
  content_pinned: 409,
  nothing_to_go_back_to: 409,
  deployment_unknown: 404,
  deployment_not_running: 409,
  superseded: 409,
  phase_skipped: 409,
  phase_unproven: 409,
  plan_infeasible: 422,
  no_nodes: 422,
  payload_needed: 409,
  log_not_extended: 409,
  trust_root_missing: 409,
  trust_root_invalid: 422,
  release_key_untrusted: 409,
  node_unknown: 404,
  node_revoked: 401,
  enrolment_refused: 401,
  key_in_use: 409,
  assertion_invalid: 401,
  assertion_replayed: 401,
  clock_skew: 401,
  receipt_invalid: 422,
  receipt_replayed: 409,
  no_replacement_pending: 409,
  not_quarantined: 409,
} satisfies Record<RejectionCode, number>;

const problem = (status: number, document: object, headers: Record<string, string> = {}) => ({
  statusCode: status,
  headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...headers },
  body: JSON.stringify(document),
});

/** RFC 9457. Details go first: they can never overwrite `type`, `status` or `code`. */
export const toProblem = (
  { code, details }: Rejected,
  { instance, traceId }: { readonly instance: string; readonly traceId: string },
): APIGatewayProxyStructuredResultV2 =>
  problem(
    STATUS[code],
    { ...details, type: `/problems/${code}`, title: REJECTIONS[code], status: STATUS[code], code, instance, traceId },
    headersOf(code, details),
  );

/** What a caller learns of a fault of ours: nothing but the trace id under which the log tells the rest. */
export const faultProblem = (instance: string, traceId: string): APIGatewayProxyStructuredResultV2 =>
  problem(500, {
    type: '/problems/fault',
    title: 'Something failed on our side; the log knows it under the trace id.',
    status: 500,
    code: 'fault',
    instance,
    traceId,
  });

const headersOf = (code: RejectionCode, details: Rejected['details']): Record<string, string> => {
  if (code === 'method_not_allowed') return { allow: String(details['allow']) };
  if (STATUS[code] !== 401) return {};
  return {
    'www-authenticate':
      code === 'unauthenticated' && details['reason'] === undefined ? 'Bearer' : 'Bearer error="invalid_token"',
  };
};
