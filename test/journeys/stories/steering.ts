import { describe, expect, it } from 'vitest';
import { DIRECT, type Journey, over } from '../../support/journey.ts';
import { until } from '../../support/until.ts';

export function steering(journey: Journey): void {
  const CANARY = {
    strategy: 'Canary',
    canaryPercentage: 10,
    phaseInterval: 'PT5M',
    healthCheckEnabled: true,
    autoPromote: true,
  } as const;
  const BLUE_GREEN = { strategy: 'BlueGreen', verificationPeriod: 'PT1H', keepBlueDuration: 'PT1H' } as const;
  const WHY = { justification: 'seen enough of it' };

  /** A cluster of `count` nodes that run version 1.0.0, and a snapshot with 1.1.0. */
  async function settled(cluster: string, count: number) {
    const fleet = await journey.enrol(cluster, count);
    const first = await journey.deploy((await journey.bundle(cluster, '1.0.0', { say: 'one' })).name, DIRECT);
    await journey.reaches(first, over);
    return { fleet, first, next: (await journey.bundle(cluster, '1.1.0', { say: 'two' })).name };
  }
  const said = ({ nodes }: Awaited<ReturnType<typeof settled>>['fleet']) =>
    Promise.all(nodes.map((node) => node.current()));
  const command = <T = { id: string; status: string }>(id: string, verb: string, body: object = {}) =>
    journey.otto<T>('POST', `/deployments/${id}/${verb}`, body);

  describe.concurrent('people steer a deployment', () => {
    it('the canary of the handbook: paused, resumed, advanced by hand to its end', async () => {
      const { next } = await settled(journey.named('handbook.production'), 10);
      const id = await journey.deploy(next, CANARY);
      await journey.reaches(id, ({ phase, counts }) => phase === 1 && counts?.applied === 1);
      expect(await command(id, 'pause')).toMatchObject({ status: 'paused' });
      await expect(command(id, 'advance', WHY)).rejects.toThrow(/409 .*"deployment_not_running"/);
      expect(await command(id, 'resume')).toMatchObject({ status: 'running' });
      expect(await journey.deployment(id)).toMatchObject({ status: 'running', run: 2, phase: 1 });
      await expect(command(id, 'advance')).rejects.toThrow(/400 .*justification/);
      for (const [phase, applied] of [
        [2, 3],
        [3, 5],
        [4, 10],
      ] as const) {
        await command(id, 'advance', WHY);
        await journey.reaches(id, (seen) => seen.phase === phase && seen.counts?.applied === applied);
      }
      await command(id, 'advance', WHY);
      expect(await journey.reaches(id, over)).toMatchObject({ status: 'completed', phase: 4 });
    });

    it('stopped before a node was told to switch, it is withdrawn and nothing was ever swapped', async () => {
      const { fleet, next } = await settled(journey.named('early.production'), 3);
      const id = await journey.deploy(next, BLUE_GREEN);
      await journey.reaches(id, ({ counts }) => counts?.applied === 3);
      expect(await command(id, 'stop')).toStrictEqual({ id, status: 'stopped' });
      expect(await said(fleet)).toStrictEqual(Array(3).fill('{"say":"one"}'));
      // The lock is free again.
      expect(await journey.reaches(await journey.deploy(next, DIRECT), over)).toMatchObject({ status: 'completed' });
    });

    it('stopped after nodes may have switched, it goes back at a higher generation', async () => {
      const { fleet, next } = await settled(journey.named('late.production'), 4);
      const id = await journey.deploy(next, CANARY);
      await journey.reaches(id, ({ counts }) => counts?.applied === 1);
      const back = await command<{ id: string; rollbackOf: string }>(id, 'stop', WHY);
      expect(back.rollbackOf).toBe(id);
      expect(await journey.reaches(back.id, over)).toMatchObject({ status: 'completed', generation: 3 });
      expect(await journey.deployment(id)).toMatchObject({ status: 'rolled_back', rolledBackBy: back.id });
      expect(await said(fleet)).toStrictEqual(Array(4).fill('{"say":"one"}'));
      expect(await journey.cohesion(journey.named('late.production'))).toMatchObject({ cohesion: 1, proven: { 3: 4 } });
    });

    it('rolled back after it completed, the cluster runs what it ran before', async () => {
      const { fleet, next } = await settled(journey.named('regret.production'), 3);
      const id = await journey.deploy(next, DIRECT);
      await journey.reaches(id, over);
      await expect(command(id, 'rollback')).rejects.toThrow(/400 .*justification/);
      const back = await command(id, 'rollback', WHY);
      expect(await journey.reaches(back.id, over)).toMatchObject({ status: 'completed', generation: 3 });
      expect(await said(fleet)).toStrictEqual(Array(3).fill('{"say":"one"}'));
    });

    it('partial by label: only those nodes, held with the lock, then widened to all', async () => {
      const cluster = journey.named('partial.production');
      const { fleet: others, next } = await settled(cluster, 3);
      const first = await journey.enrol(cluster, 2, { labels: { ring: 'first' } });
      const id = await journey.deploy(next, DIRECT, { selector: { matchLabels: { ring: 'first' } } });
      const held = await journey.reaches(id, ({ status }) => status === 'held');
      expect(held.reasons).toMatchObject([{ code: 'partial_proven' }]);
      expect(await said(first)).toStrictEqual(Array(2).fill('{"say":"two"}'));
      expect(await said(others)).toStrictEqual(Array(3).fill('{"say":"one"}'));
      await expect(journey.deploy(next, DIRECT)).rejects.toThrow(/409 .*"cluster_locked"/);
      await command(id, 'widen');
      expect(await journey.reaches(id, over)).toMatchObject({ status: 'completed' });
      expect(await said(others)).toStrictEqual(Array(3).fill('{"say":"two"}'));
      expect(await journey.cohesion(cluster)).toMatchObject({ nodes: 5, cohesion: 1, proven: { 2: 5 } });
    });

    it('of two that race for one cluster exactly one starts', async () => {
      const cluster = journey.named('race.production');
      const { next } = await settled(cluster, 2);
      const outcomes = await Promise.allSettled([journey.deploy(next, CANARY), journey.deploy(next, DIRECT)]);
      const [won, lost] = [outcomes.filter(({ status }) => status === 'fulfilled'), outcomes.filter(isRejected)];
      expect(won).toHaveLength(1);
      expect(lost.map(({ reason }) => String(reason))).toStrictEqual([expect.stringMatching(/409 .*"cluster_locked"/)]);
    });

    it('with nothing to go back to, the candidate is withdrawn, the deployment halted, and nodes keep what they run', async () => {
      const cluster = journey.named('newborn.production');
      const fleet = await journey.enrol(cluster, 3);
      const id = await journey.deploy((await journey.bundle(cluster, '1.0.0', { say: 'one' })).name, CANARY);
      await journey.reaches(id, ({ counts }) => counts?.applied === 1);
      expect(await command(id, 'rollback', WHY)).toMatchObject({ id, status: 'halted' });
      const heard = async () =>
        (await Promise.all(fleet.nodes.map((node) => node.state()))).map((node) => node.directive);
      await until(heard, (directives) => directives.every((directive) => directive?.sequence === 3));
      expect((await said(fleet)).filter((text) => text !== undefined)).toStrictEqual(['{"say":"one"}']);
    });
  });

  const isRejected = (outcome: PromiseSettledResult<string>): outcome is PromiseRejectedResult =>
    outcome.status === 'rejected';
}
