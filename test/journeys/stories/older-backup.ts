import { expect, it } from 'vitest';
import type { ClusterResponse } from '../../../schemas/cluster.ts';
import { DIRECT, type Journey, over } from '../../support/journey.ts';
import { until } from '../../support/until.ts';

export function olderBackup(journey: Journey): void {
  it('a control plane restored from an older backup is found out by its nodes, stops signing, and goes on above them', async () => {
    const cluster = journey.named('restored.production');
    const { nodes } = await journey.enrol(cluster, 3);
    const deployed = async (version: string, say: string) =>
      journey.reaches(await journey.deploy((await journey.bundle(cluster, version, { say })).name, DIRECT), over);
    const shown = () => journey.otto<ClusterResponse>('GET', `/clusters/${cluster}`);
    await deployed('1.0.0', 'one');
    const restore = await journey.plane().backUp();
    await deployed('1.1.0', 'two');
    await until(shown, ({ stable }) => stable?.generation === 2);

    await restore();
    const { signingStopped, generation, epoch } = await until(shown, (seen) => seen.signingStopped !== undefined);
    expect(generation).toBe(1);
    expect(signingStopped).toMatchObject({ provenEpoch: epoch, provenGeneration: 2 });
    // Nodes keep what they verified, and nothing new is signed.
    expect(await Promise.all(nodes.map((node) => node.current()))).toStrictEqual(Array(3).fill('{"say":"two"}'));
    const { name } = await journey.bundle(cluster, '1.2.0', { say: 'three' });
    await expect(journey.deploy(name, DIRECT)).rejects.toThrow(/409 .*"cluster_signing_stopped"/);

    const recover = `/clusters/${cluster}/recover`;
    await expect(journey.otto('POST', recover, {})).rejects.toThrow(/400 .*justification/);
    await journey.otto('POST', recover, { justification: 'restored from the backup of this morning' });
    expect(await shown()).not.toHaveProperty('signingStopped');
    expect(await journey.reaches(await journey.deploy(name, DIRECT), over)).toMatchObject({
      status: 'completed',
      generation: 3,
    });
    expect(await Promise.all(nodes.map((node) => node.current()))).toStrictEqual(Array(3).fill('{"say":"three"}'));
  });
}
