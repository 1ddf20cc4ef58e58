/**
 * Everything a node refuses, in one closed list; the node keeps its last good release and tells the control plane
 * once. A code is for ever.
 * @see docs/protocol.md §3
 */
export const REFUSALS = {
  // signatures and form
  bad_signature: 'The signature is not valid, or there is not exactly one.',
  unknown_key: 'The signing key is in no role of the trust root.',
  wrong_role: 'The signing key is trusted for something else.',
  wrong_type: 'The document is not of the type expected here.',
  not_canonical: 'The bytes are not their own RFC 8785 form.',
  too_large: 'More bytes than announced or allowed.',
  too_slow: 'The bytes came below the least rate, or not in time.',
  // whose document it is
  wrong_control_plane: 'The document belongs to another control plane.',
  wrong_cluster: 'The document belongs to another cluster.',
  wrong_node: 'The labels belong to another node.',
  wrong_epoch: 'The epoch is not that of the trust root.',
  // order
  rolled_back: 'The release is older than the newest one activated here.',
  fork: 'One generation or sequence has two contents.',
  // trust root
  root_rules: 'The root breaks a root rule, or does not follow directly after the one held.',
  // time
  directive_expired: 'The directive has expired.',
  root_expired: 'The trust root has expired.',
  not_yet_effective: 'The effective window has not begun.',
  no_longer_effective: 'The effective window is over.',
  // content
  not_in_directive: 'The directive does not name this release.',
  unsafe_name: 'A subject name cannot be a file name.',
  subjects_mismatch: 'Subjects and predicate do not name the same things.',
  digest_mismatch: 'The bytes do not have the digest that was signed.',
  size_mismatch: 'The bytes do not have the length that was signed.',
  // outcome of a swap
  rejected_by_hook: 'The hook refused the release.',
  quarantined: 'The release failed too often on this node.',
} as const;
export type RefusalCode = keyof typeof REFUSALS;

export interface Refused {
  readonly ok: false;
  readonly code: RefusalCode;
}
export const refuse = (code: RefusalCode): Refused => ({ ok: false, code });
