import { describe, expect, it } from 'vitest';
import { findDrift } from '../../../core/drift/find-drift.ts';
import type { Expected, Observed, ReleaseContent } from '../../../core/drift/rule.ts';
import { DRIFT_KEPT } from '../../../core/node/record/state.ts';
import type { DriftFinding } from '../../../schemas/drift.ts';

const AT = '2026-11-22T09:30:00.000Z';
const EARLIER = '2026-11-22T09:00:00.000Z';
const GOOD = 'a'.repeat(64);
const OTHER = 'b'.repeat(64);

const release = (generation: number, over: Partial<ReleaseContent> = {}): ReleaseContent => ({
  epoch: 1,
  generation,
  digest: String(generation).repeat(64).slice(0, 64),
  configs: new Map([['till.production', GOOD]]),
  effectiveFrom: null,
  ...over,
});
const FOUR = release(4);
const FIVE = release(5);

const should = (over: Partial<Expected> = {}): Expected => ({
  at: AT,
  desired: FIVE,
  running: FIVE,
  settled: true,
  revoked: new Map(),
  ...over,
});
const does = (over: Partial<Observed> = {}): Observed => ({
  running: FIVE,
  configs: new Map([['till.production', GOOD]]),
  swap: null,
  resources: { cpu: 0.2, memory: 0.2 },
  ...over,
});
const failed = { generation: 5, digest: FIVE.digest, attempts: 1, reason: 'exit code 3', quarantined: false };
const found = (finding: Omit<DriftFinding, 'since'>, since = AT): DriftFinding => ({ ...finding, since });

const BEHIND = found({
  kind: 'version',
  rule: 'version_behind',
  expected: 'generation 5',
  observed: 'generation 4',
  severity: 'medium',
});
const PRESSED = (rule: 'cpu_pressure' | 'memory_pressure', observed: string, since = AT): DriftFinding =>
  found(
    { kind: 'resource', rule, expected: 'below 90 %', observed, severity: rule === 'cpu_pressure' ? 'low' : 'medium' },
    since,
  );

describe('what a check-in shows to be wrong', () => {
  it.each<[string, Partial<Expected>, Partial<Observed>, DriftFinding[], DriftFinding[]?]>([
    ['nothing when all is as it should be', {}, {}, []],
    ['an old version', { running: FOUR }, { running: FOUR }, [BEHIND]],
    [
      'content that was revoked after it was released',
      { revoked: new Map([['till.production', new Set([GOOD])]]) },
      {},
      [
        found({
          kind: 'policy',
          rule: 'revoked_content_runs',
          config: 'till.production',
          expected: 'content that is not revoked',
          observed: GOOD.slice(0, 16),
          severity: 'high',
        }),
      ],
    ],
    [
      'not other content of that config, nor the same content of another one',
      {
        revoked: new Map([
          ['till.production', new Set([OTHER])],
          ['fees.production', new Set([GOOD])],
        ]),
      },
      {},
      [],
    ],
    ['not an old version while it has had no time to change', { running: FOUR, settled: false }, { running: FOUR }, []],
    [
      'an old version that was known stays, whatever the time',
      { running: FOUR, settled: false },
      { running: FOUR },
      [{ ...BEHIND, since: EARLIER }],
      [{ ...BEHIND, since: EARLIER }],
    ],
    [
      'not an old version before the window of the new one',
      { desired: release(5, { effectiveFrom: '2026-11-22T09:30:00.001Z' }), running: FOUR },
      { running: FOUR },
      [],
    ],
    [
      'an old version from the moment the window opens',
      { desired: release(5, { effectiveFrom: AT }), running: FOUR },
      { running: FOUR },
      [BEHIND],
    ],
    [
      'a release where none should run',
      { desired: null, running: FOUR },
      { running: FOUR },
      [{ ...BEHIND, expected: 'no release' }],
    ],
    [
      'no release where one should run',
      { running: null },
      { running: null, configs: new Map() },
      [{ ...BEHIND, observed: 'no release' }],
    ],
    ['nothing where nothing should run', { desired: null, running: null }, { running: null, configs: new Map() }, []],
    [
      'a release that is none of ours',
      { running: null },
      { running: { epoch: 1, generation: 9, digest: OTHER } },
      [{ ...BEHIND, observed: 'generation 9' }],
    ],
    [
      'a changed file',
      {},
      { configs: new Map([['till.production', OTHER]]) },
      [
        found({
          kind: 'config',
          rule: 'config_digest_mismatch',
          config: 'till.production',
          expected: 'a'.repeat(16),
          observed: 'b'.repeat(16),
          severity: 'high',
        }),
      ],
    ],
    [
      'an unreadable file',
      {},
      { configs: new Map([['till.production', '']]) },
      [
        found({
          kind: 'config',
          rule: 'config_digest_mismatch',
          config: 'till.production',
          expected: 'a'.repeat(16),
          observed: 'unreadable',
          severity: 'high',
        }),
      ],
    ],
    [
      'a missing file',
      {},
      { configs: new Map() },
      [
        found({
          kind: 'config',
          rule: 'config_missing',
          config: 'till.production',
          expected: 'a'.repeat(16),
          observed: 'nothing',
          severity: 'high',
        }),
      ],
    ],
    [
      'a file nobody asked for',
      {},
      {
        configs: new Map([
          ['till.production', GOOD],
          ['toString', OTHER],
        ]),
      },
      [
        found({
          kind: 'config',
          rule: 'unknown_config_present',
          config: 'toString',
          expected: 'nothing',
          observed: 'b'.repeat(16),
          severity: 'medium',
        }),
      ],
    ],
    [
      'a failed swap, and not twice as an old version',
      { running: FOUR },
      { running: FOUR, swap: failed },
      [
        found({
          kind: 'swap',
          rule: 'swap_failed',
          expected: 'generation 5',
          observed: 'exit code 3',
          severity: 'high',
        }),
      ],
    ],
    [
      'no failed swap to a release that the node is to run no longer',
      { desired: FOUR, running: FOUR },
      { running: FOUR, configs: FOUR.configs, swap: failed },
      [],
    ],
    ['no processor pressure just below 90 %', {}, { resources: { cpu: 0.899, memory: 0 } }, []],
    ['processor pressure from 90 %', {}, { resources: { cpu: 0.9, memory: 0 } }, [PRESSED('cpu_pressure', '90 %')]],
    [
      'processor pressure that was there until 80 %',
      {},
      { resources: { cpu: 0.8, memory: 0 } },
      [PRESSED('cpu_pressure', '95 %', EARLIER)],
      [PRESSED('cpu_pressure', '95 %', EARLIER)],
    ],
    [
      'its end below 80 %',
      {},
      { resources: { cpu: 0.799, memory: 0 } },
      [],
      [PRESSED('cpu_pressure', '95 %', EARLIER)],
    ],
    ['no memory pressure just below 90 %', {}, { resources: { cpu: 0, memory: 0.899 } }, []],
    ['memory pressure from 90 %', {}, { resources: { cpu: 0, memory: 0.9 } }, [PRESSED('memory_pressure', '90 %')]],
    [
      'memory pressure that was there until 85 %',
      {},
      { resources: { cpu: 0, memory: 0.85 } },
      [PRESSED('memory_pressure', '93 %', EARLIER)],
      [PRESSED('memory_pressure', '93 %', EARLIER)],
    ],
    [
      'its end below 85 %',
      {},
      { resources: { cpu: 0, memory: 0.849 } },
      [],
      [PRESSED('memory_pressure', '93 %', EARLIER)],
    ],
  ])('%s', (_name, expected, observed, findings, open = []) => {
    expect(findDrift(should(expected), does(observed), open)).toStrictEqual(findings);
  });

  it('keeps what is open in its place, however much is new', () => {
    const open = [PRESSED('cpu_pressure', '95 %', EARLIER)];
    const configs = new Map(Array.from({ length: 20 }, (_, index) => [`stranger-${index}`, OTHER] as const));
    const findings = findDrift(should(), does({ configs, resources: { cpu: 0.95, memory: 0.1 } }), open);
    expect(findings).toHaveLength(DRIFT_KEPT);
    expect(findings[0]).toStrictEqual(open[0]);
    expect(findDrift(should(), does({ configs, resources: { cpu: 0.95, memory: 0.1 } }), findings)).toStrictEqual(
      findings,
    );
  });
});
