import { type DriftRule, shortDigest } from '../rule.ts';

/** A config on a node's disk is not the one its running release names: somebody changed the file. */
export const configDigestMismatch: DriftRule = ({ running }, { configs }) =>
  [...(running?.configs ?? [])].flatMap(([config, digest]) => {
    const observed = configs.get(config);
    if (observed === undefined || observed === digest) return [];
    const found = { expected: shortDigest(digest), observed: shortDigest(observed) };
    return [{ kind: 'config', rule: 'config_digest_mismatch', config, ...found, severity: 'high' } as const];
  });
