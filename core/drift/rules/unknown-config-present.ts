import { clipped, type DriftRule, shortDigest } from '../rule.ts';

/** A node holds a config that its running release does not name. */
export const unknownConfigPresent: DriftRule = ({ running }, { configs }) =>
  running === null
    ? []
    : [...configs]
        .filter(([config]) => !running.configs.has(config))
        .map(([config, digest]) => ({
          kind: 'config',
          rule: 'unknown_config_present',
          config: clipped(config, 96),
          expected: 'nothing',
          observed: shortDigest(digest),
          severity: 'medium',
        }));
