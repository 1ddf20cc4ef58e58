import { expect, it } from 'vitest';
import { done } from '../../../core/decision.ts';
import { approveSnapshot } from '../../../usecases/snapshot/approve-snapshot.ts';
import { releasableSnapshot } from '../../../usecases/snapshot/releasable.ts';
import { callAs } from '../../support/call.ts';
import { config, good, snapshot, version } from '../../support/content.ts';
import { START } from '../../support/virtual-clock.ts';
import { memoryWorld } from '../../support/world.ts';

it('a config travels from its creation to a snapshot that may be released', async () => {
  const { world } = memoryWorld();
  const name = 'payment-service.production';
  expect(good(await config(world, name))).toMatchObject({
    name,
    service: 'payment-service',
    environment: 'Production',
    revision: 1,
  });
  const published = good(await version(world, name, '1.0.0', { rate: 1.5 }));
  expect(published).toMatchObject({ version: '1.0.0', validation: 'validated', signature: 'unsigned', sizeBytes: 12 });
  expect(new TextDecoder().decode(await world.blobs.get(name, published.digest))).toBe('{"rate":1.5}');
  const { digest, revision } = await snapshot(world, 'spring-rates', { [name]: '1.0.0' }, { risk: 'High' });

  const asked = { name: 'spring-rates', cluster: name, at: START };
  expect(await releasableSnapshot(world, asked)).toMatchObject({ ok: false, code: 'approval_required' });
  const input = { params: { name: 'spring-rates' }, query: {}, body: { revision, digest } };
  expect(await approveSnapshot(world, input, callAs('Operator'))).toMatchObject({
    ok: false,
    code: 'approval_by_author',
  });
  good(await approveSnapshot(world, input, callAs('Operator', { subject: 'grace' })));
  expect(await releasableSnapshot(world, asked)).toStrictEqual(
    done({
      ref: { name: 'spring-rates', revision: 1, digest },
      document: {
        name: 'spring-rates',
        revision: 1,
        configs: {
          [name]: { version: '1.0.0', digest: published.digest, mediaType: 'application/json', sizeBytes: 12 },
        },
        clusters: [name],
        summary: 'a change',
        risk: 'High',
      },
      contentDigest: expect.stringMatching(/^[0-9a-f]{64}$/),
      approvals: [{ by: 'grace', at: START, snapshotDigest: digest }],
    }),
  );
});
