import { describe, expect, it } from 'vitest';
import { blankRoll, enlist, type SurveyLens, survey } from '../../../core/deployment/survey.ts';
import { rankOf } from '../../../core/node/rank.ts';
import { NO_RELEASE } from '../../../core/pulse/release.ts';
import type { PulseRow } from '../../../schemas/pulse.ts';
import { DEPLOYMENT_ID } from '../../support/deployment-states.ts';

const NOW = 1_800_000_000;
const release = (generation: number) => ({ generation, digestPrefix: String(generation).repeat(16) });
const lens: SurveyLens = { deploymentId: DEPLOYMENT_ID, now: NOW, staleAfterSeconds: 60, candidate: release(7) };
const counts = (requests: number, custom?: Record<string, number>) => ({
  ...{ requests, errors: 0, probesOk: 0, probesFailed: 0, latency: [] },
  ...(custom && { custom }),
});
const row = (node: string, more: Partial<PulseRow> = {}): PulseRow => ({
  cluster: 'edge',
  node,
  bootId: 'one',
  bootStartedAt: NOW - 600,
  sequence: 1,
  ...release(6),
  resident: 0,
  seenAt: NOW,
  intervalSeconds: 5,
  newest: { at: NOW, sequence: 2, counts: counts(100) },
  windowStart: { at: NOW - 60, sequence: 1, counts: counts(40) },
  drift: [],
  unhealthy: false,
  proven: null,
  ...more,
});
const of = (...rows: readonly PulseRow[]) => rows.reduce((roll, each) => enlist(roll, each, lens), blankRoll());

describe('a survey', () => {
  it('of nobody is empty', () =>
    expect(survey(blankRoll(), lens, null)).toMatchObject({
      ranks: [],
      members: null,
      offlineNodes: 0,
      longestIntervalSeconds: 0,
      baseline: { nodes: 0, requests: 0, dropped: 0 },
      metrics: new Set(),
    }));

  it('ranks those who are online, in ascending order, and adds up what they report', () => {
    const nodes = ['a', 'b', 'c', 'd', 'e'];
    const told = survey(of(...nodes.map((node) => row(node))), lens, null);
    expect(told.ranks).toStrictEqual(nodes.map((node) => rankOf(DEPLOYMENT_ID, node)).sort());
    expect(told.baseline).toMatchObject({ nodes: 5, requests: 300, dropped: 0 });
  });

  it('counts who is silent for too long, and nothing else about them', () => {
    const silent = {
      seenAt: NOW - 61,
      intervalSeconds: 20,
      newest: { at: NOW, sequence: 2, counts: counts(1, { x: 1 }) },
    };
    const told = survey(of(row('a'), row('b', silent), row('c', { ...silent, seenAt: NOW - 60 })), lens, null);
    expect(told).toMatchObject({ offlineNodes: 1, longestIntervalSeconds: 20, metrics: new Set(['x']) });
    expect(told.ranks).toHaveLength(2);
    expect(survey(of(row('b', silent)), lens, null)).toMatchObject({ longestIntervalSeconds: 0, metrics: new Set() });
  });

  it('gives no phase to who runs the candidate already', () => {
    const roll = of(row('a'), row('b', { ...release(7), intervalSeconds: 9 }));
    expect(roll).toMatchObject({ online: ['a'], alreadyOn: ['b'] });
    expect(survey(roll, lens, null)).toMatchObject({ baseline: { nodes: 1 }, longestIntervalSeconds: 9 });
    const namesake = row('c', { generation: 7, digestPrefix: 'f'.repeat(16) });
    expect(of(namesake)).toMatchObject({ online: ['c'], alreadyOn: [] });
    const nobody = { ...lens, candidate: null };
    expect(enlist(blankRoll(), row('b', NO_RELEASE), nobody)).toMatchObject({ online: ['b'], alreadyOn: [] });
  });

  it('leaves out samples that contradict themselves and says how many, and who has none', () => {
    const backwards = { newest: { at: NOW, sequence: 2, counts: counts(39) } };
    const roll = of(row('a'), row('b', backwards), row('c', { newest: null, windowStart: null }));
    expect(roll.online).toStrictEqual(['a', 'b', 'c']);
    expect(survey(roll, lens, null).baseline).toMatchObject({ nodes: 1, requests: 60, dropped: 1 });
  });

  it('of a selector ranks its members alone, and names them in order', () => {
    const matching = ['c', 'a'];
    const told = survey(of(row('a'), row('b'), row('c')), lens, matching);
    expect(told.members).toStrictEqual(['a', 'c']);
    expect(told.ranks).toStrictEqual(['a', 'c'].map((node) => rankOf(DEPLOYMENT_ID, node)).sort());
    expect(matching).toStrictEqual(['c', 'a']);
  });
});
