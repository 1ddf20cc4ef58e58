import { describe, expect, it } from 'vitest';
import { CLUSTER, candidateOf, issueRoot } from '../support/fleet-documents.ts';
import { firstRelease, running } from './running-agent.ts';

describe('labels', () => {
  it('let a selector match only when signed, and not when older', async () => {
    const rig = await running();
    const two = rig.plane.publish({ [CLUSTER]: 'two' });
    const [node] = rig.plane.nodes.keys();
    rig.plane.direct({
      stable: firstRelease(rig),
      candidate: candidateOf(two, { selector: { matchLabels: { region: 'eu' } } }),
    });
    await rig.rounds(2);
    expect(await rig.current()).toBe('one');
    rig.plane.grant(node ?? '', 2, { region: 'us' });
    await rig.rounds(1);
    rig.plane.grant(node ?? '', 1, { region: 'eu' });
    await rig.rounds(1);
    expect(await rig.current()).toBe('one');
    rig.plane.grant(node ?? '', 3, { region: 'eu' });
    await rig.rounds(1);
    expect(await rig.current()).toBe('two');
  });
});

it('a root of a higher epoch takes labels back, whatever number a thief gave them, until they come again', async () => {
  const rig = await running();
  const [node = ''] = rig.plane.nodes.keys();
  rig.plane.grant(node, Number.MAX_SAFE_INTEGER, { region: 'stolen' });
  await rig.rounds(1);
  expect(rig.plane.checkIns.at(-1)?.labelsRevision).toBe(0);
  await rig.rounds(1);
  expect(rig.plane.checkIns.at(-1)?.labelsRevision).toBe(Number.MAX_SAFE_INTEGER);
  rig.plane.labels = undefined;
  rig.plane.roots.push(issueRoot(rig.plane.keys, { version: 2, epoch: 2 }));
  await rig.rounds(2);
  expect(rig.plane.checkIns.at(-1)?.labelsRevision).toBe(0);
  rig.plane.grant(node, 2, { region: 'eu' });
  await rig.rounds(2);
  expect(rig.plane.checkIns.at(-1)?.labelsRevision).toBe(2);
});
