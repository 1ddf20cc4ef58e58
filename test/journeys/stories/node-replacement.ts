import { expect, it } from 'vitest';
import type { NodeDetails } from '../../../schemas/node.ts';
import { DIRECT, type Journey, over } from '../../support/journey.ts';
import { until } from '../../support/until.ts';

export function nodeReplacement(journey: Journey): void {
  it('a new machine becomes the node once a person has compared its fingerprint, and the old key is worth nothing', async () => {
    const cluster = journey.named('tills.production');
    const { nodes } = await journey.enrol(cluster, 1);
    await journey.reaches(
      await journey.deploy((await journey.bundle(cluster, '1.0.0', { say: 'one' })).name, DIRECT),
      over,
    );
    const [old] = nodes;
    if (!old) throw new Error('one node');
    const id = await old.id();
    const seen = () => journey.otto<NodeDetails>('GET', `/nodes/${id}`);
    const { fingerprint: before } = await seen();

    const { token } = await journey.otto<{ token: string }>('POST', `/nodes/${id}/replace`, {});
    const fresh = (await journey.join(cluster, token)).nodes[0];
    const { pending } = await until(seen, ({ pending }) => pending !== undefined);
    expect(pending?.fingerprint).toBe(fresh?.fingerprint());
    expect(pending?.fingerprint).not.toBe(before);
    const confirm = (fingerprint: string) => ({ fingerprint, justification: 'called the shop, read it aloud' });
    const wrong = `SHA256:${'A'.repeat(43)}`;
    await expect(journey.otto('POST', `/nodes/${id}/replace/confirm`, confirm(wrong))).rejects.toThrow(/ 4\d\d /);
    expect(await fresh?.current()).toBe(undefined);

    await journey.otto('POST', `/nodes/${id}/replace/confirm`, confirm(String(pending?.fingerprint)));
    await until(
      () => fresh?.current(),
      (text) => text === '{"say":"one"}',
    );
    expect(await fresh?.id()).toBe(id);
    const after = await until(seen, ({ proven, pending }) => proven?.state === 'active' && pending === undefined);
    expect(after.fingerprint).toBe(pending?.fingerprint);
    await until(
      () => old.agent.settled(),
      (settled) => !settled,
    );
    expect(await journey.cohesion(cluster)).toMatchObject({ nodes: 1, cohesion: 1 });
  });
}
