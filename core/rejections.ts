/**
 * Every refusal of the control plane, in one closed list. What a node refuses is another list (core/node).
 * A code is for ever: scripts branch on it.
 */
export const REJECTIONS = {
  // asked wrongly
  invalid_request: 'The request does not have the required shape.',
  too_large: 'The request or document is larger than allowed.',
  not_found: 'There is no such thing, or you may not see it.',
  forbidden: 'Your role or access list does not allow this.',
  unauthenticated: 'A valid token is required.',
  method_not_allowed: 'This path exists, but not with this method.',
  request_timeout: 'The body took too long to arrive.',
  unsupported_media_type: 'The body is not of a media type this route reads.',
  justification_required: 'Say why.',
  // concurrency
  stream_moved: 'Somebody else changed this first; read it again.',
  precondition_failed: 'The thing has changed since you read it.',
  command_id_reused: 'This idempotency key was used for another request.',
  already_exists: 'A thing of this name exists.',
  // reading documents
  json_invalid: 'This is not JSON.',
  duplicate_key: 'A key occurs twice in one object.',
  unsafe_key: 'The key __proto__ is refused: readers disagree about what it means.',
  too_deep: 'The document is nested more than 64 levels deep.',
  lone_surrogate: 'A string holds half of a surrogate pair.',
  number_not_exact: 'A number would silently change its value when read.',
  yaml_invalid: 'This is not YAML 1.2 (core schema, one document, no anchors, aliases, tags or merge keys).',
  // configs, versions, schemas
  config_unknown: 'There is no such config.',
  version_unknown: 'There is no such version.',
  version_not_greater: 'The version must be greater than every one on its major.minor line.',
  version_exists: 'This version exists already; versions are immutable.',
  version_invalid: 'The version did not pass a required verdict.',
  version_not_validated: 'A required verdict is missing.',
  version_revoked: 'The version is revoked.',
  schema_unknown: 'There is no such schema.',
  schema_invalid: 'The JSON Schema cannot be used.',
  schema_too_costly: 'Checking against this schema takes too long or too much memory.',
  schema_violation: 'The document does not match its schema.',
  rail_violation: 'The document breaks a rule of its rail.',
  upload_incomplete: 'The upload is not finished, or its bytes are not those announced.',
  // snapshots, approval
  snapshot_unknown: 'There is no such snapshot or revision.',
  snapshot_empty: 'A snapshot needs at least one config.',
  snapshot_not_validated: 'Validate the snapshot first.',
  snapshot_rejected: 'A reviewer rejected this revision.',
  approval_required: 'This risk needs approval by an Operator or Admin who is not an author.',
  approval_by_author: 'Authors cannot approve their own work.',
  approval_stale: 'The approval was given for another digest.',
  outside_window: 'Now is outside the effective window of the snapshot.',
  // clusters, deployments
  cluster_unknown: 'There is no such cluster.',
  cluster_locked: 'Another deployment is running on this cluster.',
  cluster_signing_stopped: 'The cluster is ahead of this control plane; recover it first.',
  content_pinned: 'A rollback pinned this content as bad; lift the pin first.',
  nothing_to_go_back_to: 'The target was never active on this cluster.',
  deployment_unknown: 'There is no such deployment.',
  deployment_not_running: 'The deployment is not in a state that allows this.',
  superseded: 'A newer run of this deployment has taken over.',
  phase_skipped: 'Phases are released one after the other.',
  phase_unproven: 'Nodes of the present phase have not proven the release yet.',
  plan_infeasible: 'The plan cannot succeed as written.',
  no_nodes: 'No node matches.',
  // audit
  log_not_extended: 'The audit log does not extend the last one signed; a restored database needs a new epoch.',
  // trust and nodes
  trust_root_missing: 'Load a trust root first.',
  trust_root_invalid: 'The trust root breaks a root rule.',
  release_key_untrusted: 'The trust root does not let the release key of this server sign for this cluster.',
  node_unknown: 'There is no such node.',
  node_revoked: 'The key of this node is revoked.',
  enrolment_refused: 'The enrolment token is wrong, used up, expired or withdrawn.',
  key_in_use: 'This key belongs to another node.',
  assertion_invalid: 'The client assertion is not valid.',
  assertion_replayed: 'This assertion was used before.',
  clock_skew: 'The clock of the caller differs by more than a minute.',
  receipt_invalid: 'The receipt is not valid.',
  receipt_replayed: 'A receipt with this counter or a higher one is known.',
  no_replacement_pending: 'No new key waits for confirmation.',
  not_quarantined: 'The node is not quarantined.',
} as const;

export type RejectionCode = keyof typeof REJECTIONS;
