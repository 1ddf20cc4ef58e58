import { describe, expect, it } from 'vitest';
import { decideIssue, type IssueCommand } from '../../../core/cluster/decide-issue.ts';
import type { ClusterState } from '../../../core/cluster/state.ts';
import { AT, context, created, HALF, sequence, signed, stopped } from '../../support/issued-clusters.ts';

describe('renewing', () => {
  const renew = (at: string, outOfForce: number | null = null): IssueCommand => ({
    type: 'RenewDirective',
    outOfForce,
    ...context,
    at,
  });
  const types = (command: IssueCommand, state: ClusterState) => {
    const decision = decideIssue(command, state);
    return decision.ok ? decision.events.map(({ type }) => type) : decision.code;
  };
  it.each([
    {
      name: 'not a millisecond before half of its life',
      command: renew('2026-11-22T21:29:59.999Z'),
      state: signed,
      expected: [],
    },
    { name: 'at half of its life', command: renew(HALF), state: signed, expected: ['DirectiveDrafted'] },
    { name: 'early, when it is said', command: renew(AT, sequence), state: signed, expected: ['DirectiveDrafted'] },
    { name: 'not early for the sake of an older one', command: renew(AT, sequence - 1), state: signed, expected: [] },
    { name: 'when there never was one', command: renew(AT), state: created, expected: ['DirectiveDrafted'] },
    {
      name: 'never while signing is stopped',
      command: renew(HALF),
      state: stopped,
      expected: 'cluster_signing_stopped',
    },
  ])('$name', ({ command, state, expected }) => expect(types(command, state)).toStrictEqual(expected));

  it('gives the next sequence and a whole life', () => {
    const decision = decideIssue(renew(HALF), signed);
    expect(decision.ok && decision.events[0]).toMatchObject({
      directive: { sequence: 2, epoch: 1, issuedAt: HALF, expiresAt: '2026-11-23T21:30:00.000Z' },
    });
  });
});
