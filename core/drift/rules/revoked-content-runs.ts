import { type DriftRule, shortDigest } from '../rule.ts';

/** A node runs content that was revoked after it was released: the policy says it should be gone. */
export const revokedContentRuns: DriftRule = ({ revoked }, { configs }) =>
  [...configs]
    .filter(([config, digest]) => revoked.get(config)?.has(digest) === true)
    .map(([config, digest]) => ({
      kind: 'policy',
      rule: 'revoked_content_runs',
      config,
      expected: 'content that is not revoked',
      observed: shortDigest(digest),
      severity: 'high',
    }));
