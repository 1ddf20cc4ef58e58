import { describe, expect, it } from 'vitest';
import { releasedBy } from '../../../core/approval/released-by.ts';
import { assessRisk, highest, needsApproval, type RiskFacts } from '../../../core/approval/risk.ts';
import type { RevisionProfile } from '../../../core/snapshot/events.ts';
import type { RevisionState } from '../../../core/snapshot/evolve.ts';
import type { Risk } from '../../../schemas/words.ts';

const AT = '2026-11-22T09:30:00.000Z';
const removed = [{ config: 'b.staging', version: '1.0.0', digest: 'b'.repeat(64) }];
const cluster = (
  name: string,
  more: Partial<RiskFacts['clusters'][number]> & { removed?: typeof removed } = {},
): RiskFacts['clusters'][number] => ({
  delta: { cluster: name, removed: more.removed ?? [] },
  floor: more.floor ?? 'Low',
  schemaChanged: more.schemaChanged ?? [],
});

describe('effective risk is the highest of', () => {
  it.each<{ name: string; facts: Partial<RiskFacts>; risk: Risk }>([
    { name: 'nothing special', facts: {}, risk: 'Low' },
    { name: 'what the author said', facts: { stated: 'High' }, risk: 'High' },
    { name: 'a production cluster', facts: { clusters: [cluster('a.production')] }, risk: 'Medium' },
    { name: 'a cluster that only sounds like it', facts: { clusters: [cluster('preproduction')] }, risk: 'Low' },
    { name: 'a removed config', facts: { clusters: [cluster('a.staging', { removed })] }, risk: 'High' },
    {
      name: 'a removed config in production',
      facts: { clusters: [cluster('production', { removed })] },
      risk: 'Critical',
    },
    {
      name: 'a changed schema',
      facts: { clusters: [cluster('a.staging', { schemaChanged: ['a.staging'] })] },
      risk: 'High',
    },
    {
      name: 'a changed schema in production',
      facts: { clusters: [cluster('a.production', { schemaChanged: ['a.production'] })] },
      risk: 'Critical',
    },
    {
      name: 'the floor of a cluster',
      facts: { clusters: [cluster('a.staging', { floor: 'Critical' })] },
      risk: 'Critical',
    },
    { name: 'the floor of a config', facts: { configs: [{ name: 'a.staging', floor: 'High' }] }, risk: 'High' },
    {
      name: 'the gravest of several clusters',
      facts: { stated: 'Medium', clusters: [cluster('a'), cluster('b', { floor: 'High' })] },
      risk: 'High',
    },
  ])('$name', ({ facts, risk }) => {
    const assessed = assessRisk({ stated: 'Low', clusters: [], configs: [], ...facts });
    expect(assessed.risk).toBe(risk);
    expect(assessed.reasons[0]?.risk).toBe(risk);
  });

  it.each<[Risk, boolean]>([
    ['Low', false],
    ['Medium', false],
    ['High', true],
    ['Critical', true],
  ])('%s needs approval: %s', (risk, needed) => expect(needsApproval(risk)).toBe(needed));

  it('the highest of none is Low', () => expect(highest([])).toBe('Low'));
});

const digest = 'd'.repeat(64);
const profile = { digest } as RevisionProfile;
const approval = (by: string, snapshotDigest = digest) => ({ by, at: AT, snapshotDigest });
const revision = (more: Partial<RevisionState> = {}) => ({
  profile,
  approvals: [],
  rejected: null,
  breakGlass: null,
  ...more,
});
const rejected = { by: 'olga', at: AT, note: 'no' };
const breakGlass = { by: 'root', at: AT, justification: 'payments are down' };

describe('four eyes', () => {
  it.each([
    { name: 'Medium needs nobody', risk: 'Medium', revision: revision(), code: 'released' },
    { name: 'High needs somebody', risk: 'High', revision: revision(), code: 'approval_required' },
    {
      name: 'High with an approval',
      risk: 'High',
      revision: revision({ approvals: [approval('grace')] }),
      code: 'released',
    },
    {
      name: 'High approved by its author only',
      risk: 'High',
      revision: revision({ approvals: [approval('ada')] }),
      code: 'approval_required',
    },
    {
      name: 'High approved for another digest',
      risk: 'High',
      revision: revision({ approvals: [approval('grace', 'e'.repeat(64))] }),
      code: 'approval_required',
    },
    {
      name: 'High by an author and somebody',
      risk: 'Critical',
      revision: revision({ approvals: [approval('ada'), approval('grace')] }),
      code: 'released',
    },
    { name: 'Low but rejected', risk: 'Low', revision: revision({ rejected }), code: 'snapshot_rejected' },
    {
      name: 'Critical, rejected, glass broken',
      risk: 'Critical',
      revision: revision({ rejected, breakGlass }),
      code: 'released',
    },
    {
      name: 'Critical, back to what was Active',
      risk: 'Critical',
      revision: revision({ rejected }),
      alreadyActive: true,
      code: 'released',
    },
  ] as const)('$name: $code', ({ risk, revision, code, ...more }) => {
    const outcome = releasedBy({ revision, risk, authors: new Set(['ada']), alreadyActive: 'alreadyActive' in more });
    expect(outcome.ok ? 'released' : outcome.code).toBe(code);
  });

  it('lists those who count, and says why glass was broken', () =>
    expect(
      releasedBy({
        revision: revision({ approvals: [approval('ada'), approval('grace')], breakGlass }),
        risk: 'High',
        authors: new Set(['ada']),
        alreadyActive: false,
      }),
    ).toStrictEqual({ ok: true, value: { approvals: [approval('grace')], justification: 'payments are down' } }));
});
