import { expect, it } from 'vitest';
import { decideRevision } from '../../../core/snapshot/decide.ts';
import { type RevisionState, SNAPSHOT_REVISION } from '../../../core/snapshot/evolve.ts';
import { STREAM_LIMITS } from '../../../core/stream.ts';

const AT = '2026-11-22T09:30:00.000Z';
const digest = 'd'.repeat(64);

it('the largest revision that can be asked for, fully approved, fits its head', () => {
  const created = SNAPSHOT_REVISION.evolve(SNAPSHOT_REVISION.initial, {
    type: 'SnapshotCreated',
    at: AT,
    name: 'n'.repeat(64),
    revision: 2 ** 53 - 1,
    digest,
    contentDigest: digest,
    configCount: 1000,
    clusters: Array.from({ length: 50 }, () => 'c'.repeat(96)),
    summary: '€'.repeat(300),
    statedRisk: 'Critical',
    risk: 'Critical',
    riskReasons: Array.from({ length: 10 }, () => ({
      rule: 'config_removed',
      risk: 'Critical',
      because: 'x'.repeat(198),
    })),
    effectiveFrom: AT,
    effectiveTo: AT,
    author: 'a'.repeat(255),
  });
  const commands = [
    { type: 'ValidateSnapshot', at: AT, by: 'v' } as const,
    ...Array.from({ length: 9 }, (_, index) => ({
      type: 'ApproveSnapshot' as const,
      at: AT,
      by: String(index).repeat(255),
      digest: undefined,
      authors: new Set<string>(),
      note: null,
    })),
    { type: 'BreakGlass', at: AT, by: 'b'.repeat(255), justification: 'j'.repeat(2000) } as const,
  ];
  const full = commands.reduce((state: RevisionState, command) => {
    const decision = decideRevision(command, state);
    if (!decision.ok) throw new Error(decision.code);
    return decision.events.reduce(SNAPSHOT_REVISION.evolve, state);
  }, created);
  expect(full.approvals).toHaveLength(6);
  expect(Buffer.byteLength(JSON.stringify(full))).toBeLessThanOrEqual(STREAM_LIMITS.headBytes);
});
