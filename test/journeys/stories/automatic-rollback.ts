import { expect, it } from 'vitest';
import type { ClusterResponse } from '../../../schemas/cluster.ts';
import type { DeploymentReport } from '../../../schemas/deployment-report.ts';
import { DIRECT, type Journey, over } from '../../support/journey.ts';
import { until } from '../../support/until.ts';

export function automaticRollback(journey: Journey): void {
  it('real errors of the canary bring back what ran before, by nobody, with a report, and pin the bad content', async () => {
    const cluster = journey.named('fees.production');
    const fleet = await journey.enrol(cluster, 10);
    await journey.reaches(
      await journey.deploy((await journey.bundle(cluster, '1.0.0', { say: 'good' })).name, DIRECT),
      over,
    );
    const bad = (await journey.bundle(cluster, '1.1.0', { say: 'bad', errorShare: 0.5 })).name;
    const strategy = { strategy: 'Canary', canaryPercentage: 30, phaseInterval: 'PT1M' } as const;
    const id = await journey.deploy(bad, strategy);
    const failed = await journey.reaches(id, over);
    expect(failed).toMatchObject({ status: 'rolled_back', phase: 1, generation: 2 });
    const back = String(failed.rolledBackBy);
    expect(await journey.reaches(back, over)).toMatchObject({ status: 'completed', rollbackOf: id, generation: 3 });

    const said = await Promise.all(fleet.nodes.map((node) => node.current()));
    expect(said).toStrictEqual(Array(10).fill('{"say":"good"}'));
    expect(await journey.cohesion(cluster)).toMatchObject({ nodes: 10, cohesion: 1, proven: { 3: 10 } });

    const report = await until(
      () => journey.otto<DeploymentReport>('GET', `/deployments/${id}/report`),
      (seen) => seen.rollback?.executionMilliseconds !== undefined,
    );
    expect(report).toMatchObject({
      outcome: 'rolled_back',
      automatic: true,
      breach: { phase: 1, generation: 2 },
      rollback: { id: back, outcome: 'completed', generation: 3, counts: { applied: 10, failed: 0, pending: 0 } },
    });
    expect(report.breach?.findings[0]).toMatchObject({
      trigger: 'error_rate',
      share: 'requests',
      candidate: 0.5,
      reference: 0,
      limit: 0.05,
      unit: 'ratio',
      comparedWith: 'stable',
    });
    // The nodes of the canary, and no other; each with what it measured.
    const canary = new Set<string>();
    for (const node of report.breach?.nodes ?? []) {
      canary.add(node.node);
      expect(node.errors).toBe(node.requests / 2);
    }
    const ids = await Promise.all(fleet.nodes.map((node) => node.id()));
    expect(ids.filter((node) => canary.has(node)).length).toBe(canary.size);
    expect(canary.size).toBeLessThanOrEqual(3);
    const types = report.timeline.map(({ type }) => type);
    const told = ['DeploymentStarted', 'PhaseReleased', 'HealthBreached', 'DeploymentRolledBack'];
    expect(types.filter((type) => told.includes(type))).toStrictEqual(told);
    // One assessment after the canary had served enough to be judged; the soak of a minute was not waited for.
    expect(types).not.toContain('PhaseAdvanced');
    expect(report.detectionMilliseconds).toBeLessThan(60_000);
    expect(report.rollback?.executionMilliseconds).toBeLessThan(60_000);

    await expect(journey.deploy(bad, DIRECT)).rejects.toThrow(/409 .*"content_pinned"/);
    const { pins } = await journey.otto<ClusterResponse>('GET', `/clusters/${cluster}`);
    expect(pins).toMatchObject([{ deploymentId: id, snapshot: { name: bad } }]);
    const lift = `/clusters/${cluster}/pins/${pins[0]?.contentDigest}/lift`;
    await expect(journey.otto('POST', lift, {})).rejects.toThrow(/400 .*justification/);
    await journey.otto('POST', lift, { justification: 'the gateway was broken, not this' });
    await journey.reaches(await journey.deploy(bad, DIRECT), over);
  });
}
