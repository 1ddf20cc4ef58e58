import { describe, expect, it } from 'vitest';
import { sha256Hex } from '../../core/integrity/digest.ts';
import { agentRig } from '../support/agent-rig.ts';
import { CLUSTER, candidateOf, named, text } from '../support/fleet-documents.ts';

describe('from enrolment to proof', () => {
  it('verifies, writes, switches and proves in its first round', async () => {
    const rig = await agentRig();
    const release = rig.plane.publish({ [CLUSTER]: '{"fee":1}' });
    rig.plane.direct({ stable: named(release) });
    await rig.rounds(1);
    expect(await rig.current()).toBe('{"fee":1}');
    expect(rig.hooks).toStrictEqual([1]);
    expect(rig.plane.receipts).toHaveLength(1);
    expect(rig.plane.receipts[0]).toMatchObject({
      state: 'active',
      epoch: 1,
      generation: 1,
      digest: release.digest,
      directiveSequence: 1,
      configs: { [CLUSTER]: sha256Hex(text('{"fee":1}')) },
      probe: 'none',
      counter: 1,
      previousReceipt: '',
    });
    await rig.rounds(1);
    expect(rig.plane.checkIns.at(-1)).toMatchObject({
      running: { epoch: 1, generation: 1, digest: release.digest },
      components: [{ name: CLUSTER, kind: 'config', version: '1.1.0', digest: sha256Hex(text('{"fee":1}')) }],
      swap: null,
      refusals: [],
    });
  });

  it('names the deployment of its candidate and chains its receipts', async () => {
    const rig = await agentRig();
    const first = rig.plane.publish({ [CLUSTER]: 'one' });
    rig.plane.direct({ stable: named(first) });
    await rig.rounds(1);
    const second = rig.plane.publish({ [CLUSTER]: 'two' }, { previousDigest: first.digest });
    rig.plane.direct({ stable: named(first), candidate: candidateOf(second) });
    await rig.rounds(1);
    expect(await rig.current()).toBe('two');
    expect(rig.plane.receipts.map(({ counter, generation }) => [counter, generation])).toStrictEqual([
      [1, 1],
      [2, 2],
    ]);
    expect(rig.plane.receipts[1]?.deploymentId).toBe(candidateOf(second).deploymentId);
    expect(rig.plane.receipts[1]?.previousReceipt).toBe(sha256Hex(rig.plane.receiptTexts[0] ?? ''));
  });

  it('costs one request a round when nothing happens', async () => {
    const rig = await agentRig();
    rig.plane.direct({ stable: named(rig.plane.publish({ [CLUSTER]: 'one' })) });
    await rig.rounds(2);
    rig.plane.requests.length = 0;
    await rig.rounds(3);
    expect(rig.plane.requests.map((request) => request.split('/').at(-1))).toStrictEqual([
      'check-in',
      'check-in',
      'check-in',
    ]);
  });
});
