import type { RefusalCode } from '../../../core/node/refusals.ts';

/** The file in which a node decides on each refusal that these attacks meet. */
export const REFUSED_WHERE: { readonly [C in RefusalCode]?: string } = {
  bad_signature: 'core/integrity/dsse.ts',
  unknown_key: 'core/integrity/dsse.ts',
  wrong_role: 'core/node/read-statement.ts',
  wrong_type: 'core/node/accept-directive.ts',
  not_canonical: 'core/node/read-statement.ts',
  too_large: 'agent/download.ts',
  too_slow: 'agent/download.ts',
  wrong_control_plane: 'core/node/accept-directive.ts',
  wrong_cluster: 'core/node/accept-directive.ts',
  wrong_node: 'core/node/accept-labels.ts',
  wrong_epoch: 'core/node/accept-directive.ts',
  rolled_back: 'core/node/step.ts',
  fork: 'core/node/accept-release.ts',
  root_rules: 'core/trust/verify-root.ts',
  directive_expired: 'core/node/accept-directive.ts',
  not_in_directive: 'core/node/accept-release.ts',
  unsafe_name: 'core/node/open-release.ts',
  subjects_mismatch: 'core/node/open-release.ts',
  digest_mismatch: 'core/node/check-blob.ts',
  size_mismatch: 'core/node/check-blob.ts',
};
