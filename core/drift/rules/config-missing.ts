import { type DriftRule, shortDigest } from '../rule.ts';

/** A node does not hold a config that its running release names. */
export const configMissing: DriftRule = ({ running }, { configs }) =>
  [...(running?.configs ?? [])]
    .filter(([config]) => !configs.has(config))
    .map(([config, digest]) => ({
      kind: 'config',
      rule: 'config_missing',
      config,
      expected: shortDigest(digest),
      observed: 'nothing',
      severity: 'high',
    }));
