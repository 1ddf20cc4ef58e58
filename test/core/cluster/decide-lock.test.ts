import { describe, expect, it } from 'vitest';
import { decideLock } from '../../../core/cluster/decide-lock.ts';
import { CLUSTER } from '../../../core/cluster/evolve.ts';
import { accept, reject } from '../../../core/decision.ts';
import { DEPLOYMENT_ID as ONE, OTHER_ID as TWO } from '../../support/deployment-states.ts';
import { AT, behind, created, hash } from '../../support/issued-clusters.ts';
import { clusterAfter, lock, locked, pinned, release } from './successive-releases.ts';

describe('the lock', () => {
  it.each([
    { name: 'is taken once', command: lock, state: created, answer: accept(locked) },
    { name: 'is held already', command: lock, state: clusterAfter(locked), answer: accept() },
    {
      name: 'keeps others out and names the holder',
      command: { ...lock, deploymentId: TWO },
      state: clusterAfter(locked),
      answer: reject('cluster_locked', { cluster: 'payment-service.production', deploymentId: ONE }),
    },
    {
      name: 'is not given for pinned content',
      command: { ...lock, contentDigest: release(1).contentDigest },
      state: clusterAfter(pinned),
      answer: reject('content_pinned', { contentDigest: release(1).contentDigest, deploymentId: ONE, at: AT }),
    },
    {
      name: 'is not given while nodes are ahead',
      command: lock,
      state: clusterAfter(behind),
      answer: reject('cluster_signing_stopped', { cluster: 'payment-service.production' }),
    },
    { name: 'needs a cluster', command: lock, state: CLUSTER.initial, answer: reject('cluster_unknown') },
    {
      name: 'is passed on by its holder',
      command: { type: 'PassLock', at: AT, from: ONE, to: TWO, contentDigest: hash('c') } as const,
      state: clusterAfter(locked),
      answer: accept({ type: 'LockPassed', at: AT, from: ONE, to: TWO }),
    },
    {
      name: 'is not passed on by others',
      command: { type: 'PassLock', at: AT, from: TWO, to: TWO, contentDigest: hash('c') } as const,
      state: clusterAfter(locked),
      answer: reject('cluster_locked', { cluster: 'payment-service.production', deploymentId: ONE }),
    },
    {
      name: 'is given back',
      command: { type: 'Unlock', at: AT, deploymentId: ONE } as const,
      state: clusterAfter(locked),
      answer: accept({ type: 'ClusterUnlocked', at: AT, deploymentId: ONE }),
    },
    {
      name: 'is not given back for others',
      command: { type: 'Unlock', at: AT, deploymentId: TWO } as const,
      state: clusterAfter(locked),
      answer: accept(),
    },
  ])('$name', ({ command, state, answer }) => expect(decideLock(command, state)).toStrictEqual(answer));
});
