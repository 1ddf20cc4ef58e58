import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { newRootKey, rotateRoot } from '../../../cli/trust/root-file.ts';
import type { ClusterResponse } from '../../../schemas/cluster.ts';
import { type DsseEnvelope, TrustRoot } from '../../../schemas/documents.ts';
import type { TrustKeysAnswer } from '../../../schemas/trust.ts';
import { DIRECT, type Journey, over } from '../../support/journey.ts';
import { until } from '../../support/until.ts';

export function stolenKey(journey: Journey): void {
  it('a root of a higher epoch puts all that was signed out of force at once; nodes keep what they run and walk on', async () => {
    const cluster = journey.named('keys.production');
    const { nodes } = await journey.enrol(cluster, 3);
    await journey.reaches(
      await journey.deploy((await journey.bundle(cluster, '1.0.0', { say: 'one' })).name, DIRECT),
      over,
    );
    const { envelope } = await journey.ada<{ envelope: DsseEnvelope }>('GET', '/trust/root');
    const root = TrustRoot.parse(JSON.parse(Buffer.from(envelope.payload, 'base64').toString()));
    const keys = await journey.ada<TrustKeysAnswer>('GET', '/trust/keys');
    const epoch = root.epoch + 1;
    const at = new Date().toISOString();
    const rootKeys = [readFileSync(journey.plane().rootKey, 'utf8')];
    await expect(
      journey.ada('POST', '/trust/root', rotateRoot(root, keys, { at, rootKeys: [newRootKey()] })),
    ).rejects.toThrow(/"trust_root_invalid"/);
    await journey.ada('POST', '/trust/root', rotateRoot(root, keys, { at, rootKeys, epoch }));

    await until(
      () => journey.otto<ClusterResponse>('GET', `/clusters/${cluster}`),
      (seen) => seen.epoch === epoch && seen.directive?.signed === true,
    );
    await until(
      () => Promise.all(nodes.map((node) => node.state())),
      (states) => states.every((state) => state.root?.epoch === epoch && state.directive?.epoch === epoch),
    );
    expect(await Promise.all(nodes.map((node) => node.current()))).toStrictEqual(Array(3).fill('{"say":"one"}'));

    const next = await journey.deploy((await journey.bundle(cluster, '1.1.0', { say: 'two' })).name, DIRECT);
    expect(await journey.reaches(next, over)).toMatchObject({ status: 'completed' });
    expect(await Promise.all(nodes.map((node) => node.current()))).toStrictEqual(Array(3).fill('{"say":"two"}'));
  });
}
