import { describe, expect, it } from 'vitest';
import { sha256Hex } from '../../../core/integrity/digest.ts';
import { signPending } from '../../../usecases/issue/sign-pending.ts';
import { CLUSTER_NAME, clusterState, draftRelease } from '../../support/draft-release.ts';
import { nodeWorld } from '../../support/node-world.ts';

const CONFIGS = { [CLUSTER_NAME]: sha256Hex('{"retries":3}') };

describe('a node from its first message to its first receipt', () => {
  it('enrols, gets a token, learns the directive, fetches what it names and proves it', async () => {
    const { world, enrolled, faults } = await nodeWorld();
    const node = await enrolled();
    const first = await node.answer();
    expect(first.directive).toStrictEqual((await clusterState(world)).served?.envelope);
    expect(first.rootVersion).toBe(1);

    const release = await draftRelease(world);
    await signPending(world, CLUSTER_NAME);
    const { directive, urls } = await node.answer({
      directive: { epoch: 1, sequence: 2 },
      needs: [release.digest, CONFIGS[CLUSTER_NAME] ?? ''],
    });
    expect(directive).toBeUndefined();
    expect(urls.map(({ sha256, sizeBytes }) => [sha256, sizeBytes > 0])).toStrictEqual([
      [release.digest, true],
      [CONFIGS[CLUSTER_NAME], true],
    ]);

    const receipt = node.receipt({ cluster: CLUSTER_NAME, generation: 1, digest: release.digest, configs: CONFIGS });
    expect(await node.send(receipt)).toStrictEqual({
      status: 200,
      body: { results: [{ counter: 1, result: 'stored' }] },
    });
    const pulse = await world.pulses.get(CLUSTER_NAME, node.id);
    expect(pulse?.proven).toStrictEqual({
      ...{ epoch: 1, generation: 1, digestPrefix: release.digest.slice(0, 16) },
      ...{ state: 'active', at: Math.floor(world.clock.now() / 1000) },
    });
    expect(faults).toStrictEqual([]);
  });
});
