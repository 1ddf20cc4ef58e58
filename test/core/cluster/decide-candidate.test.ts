import { describe, expect, it } from 'vitest';
import { decideCandidate } from '../../../core/cluster/decide-candidate.ts';
import type { ClusterEvent } from '../../../core/cluster/events.ts';
import { accept, reject } from '../../../core/decision.ts';
import { DEPLOYMENT_ID as ONE, OTHER_ID as TWO } from '../../support/deployment-states.ts';
import { AT, behind } from '../../support/issued-clusters.ts';
import {
  clusterAfter,
  completed,
  draft,
  drafted,
  locked,
  phase,
  release,
  setting,
  signedRelease,
} from './successive-releases.ts';

describe('a candidate', () => {
  const set = (mode: 'activate' | 'preload'): ClusterEvent => ({
    type: 'CandidateSet',
    at: AT,
    candidate: { generation: 1, digest: release(1).digest, deploymentId: ONE, cutoff: phase.cutoff, mode },
    keep: [],
  });
  const withdraw = { type: 'WithdrawCandidate', at: AT, deploymentId: ONE } as const;
  const withdrawn: ClusterEvent = { type: 'CandidateWithdrawn', at: AT, deploymentId: ONE };
  const second = [locked, drafted(1), set('activate'), completed, locked, drafted(2)];
  it.each([
    { name: 'gets the next generation', command: draft(1), state: clusterAfter(locked), answer: accept(drafted(1)) },
    {
      name: 'never skips one',
      command: draft(2),
      state: clusterAfter(locked),
      answer: reject('precondition_failed', { generation: 1 }),
    },
    { name: 'is drafted once', command: draft(2), state: clusterAfter(locked, drafted(1)), answer: accept() },
    {
      name: 'belongs to who holds the lock',
      command: draft(1, TWO),
      state: clusterAfter(locked),
      answer: reject('cluster_locked', { cluster: 'payment-service.production', deploymentId: ONE }),
    },
    {
      name: 'is set with its cutoff',
      command: setting,
      state: clusterAfter(locked, drafted(1), signedRelease(1)),
      answer: accept(set('activate')),
    },
    {
      name: 'is not set before it is signed',
      command: setting,
      state: clusterAfter(locked, drafted(1)),
      answer: reject('precondition_failed', { reason: 'release_not_signed' }),
    },
    {
      name: 'is not set before it is drafted',
      command: setting,
      state: clusterAfter(locked),
      answer: reject('precondition_failed', { reason: 'release_not_drafted' }),
    },
    {
      name: 'is not set while nodes are ahead',
      command: setting,
      state: clusterAfter(locked, drafted(1), behind),
      answer: reject('cluster_signing_stopped', { cluster: 'payment-service.production' }),
    },
    {
      name: 'is withdrawn while it is only preloaded',
      command: withdraw,
      state: clusterAfter(...second, set('preload')),
      answer: accept(withdrawn),
    },
    {
      name: 'is not withdrawn once nodes were told to switch',
      command: withdraw,
      state: clusterAfter(...second, set('activate')),
      answer: reject('nothing_to_go_back_to', { reason: 'candidate_activated' }),
    },
    {
      name: 'is abandoned even then, when nothing can be brought back',
      command: { ...withdraw, abandon: true } as const,
      state: clusterAfter(...second, set('activate')),
      answer: accept(withdrawn),
    },
    {
      name: 'is withdrawn when there is no stable release',
      command: withdraw,
      state: clusterAfter(locked, drafted(1), set('activate')),
      answer: accept(withdrawn),
    },
    { name: 'is withdrawn once', command: withdraw, state: clusterAfter(locked, drafted(1)), answer: accept() },
    {
      name: 'becomes stable',
      command: { type: 'CompleteRelease', at: AT, deploymentId: ONE } as const,
      state: clusterAfter(locked, drafted(1), set('activate')),
      answer: accept(completed),
    },
  ])('$name', ({ command, state, answer }) => expect(decideCandidate(command, state)).toStrictEqual(answer));

  it('keeps the stable release resident beside it', () => {
    const decision = decideCandidate({ ...setting, keepStable: true }, clusterAfter(...second, signedRelease(2)));
    expect(decision.ok && decision.events.map((event) => event.type === 'CandidateSet' && event.keep)).toStrictEqual([
      [release(1)],
    ]);
  });
});
