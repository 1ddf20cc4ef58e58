import { describe, expect, it } from 'vitest';
import { CreateSnapshotRequest } from '../../../schemas/snapshot.ts';
import { createSnapshot } from '../../../usecases/snapshot/create-snapshot.ts';
import { getSnapshot, listRevisions } from '../../../usecases/snapshot/get-snapshot.ts';
import { callAs } from '../../support/call.ts';
import { code, good, newRevision, snapshot } from '../../support/content.ts';
import { clusters } from './target-cluster.ts';
import { A, B, twoConfigs } from './two-configs.ts';

describe('a snapshot', () => {
  it('makes the next revision under the same name, and every revision stays as it was', async () => {
    const { world } = await twoConfigs();
    const first = await snapshot(world, 'spring', { [A]: '1.0.0' }, clusters);
    const second = await snapshot(world, 'spring', { [A]: '1.1.0', [B]: '1.0.0' }, clusters);
    expect([first.revision, second.revision]).toStrictEqual([1, 2]);
    const read = async (revision?: number) =>
      good(
        await getSnapshot(
          world,
          { params: { name: 'spring' }, query: { revision }, body: undefined },
          callAs('Viewer'),
        ),
      );
    expect((await read(1)).configs).toMatchObject({ [A]: { version: '1.0.0' } });
    expect(Object.keys((await read()).configs)).toStrictEqual([A, B]);
    expect((await read(1)).digest).toBe(first.digest);
    const revisions = good(
      await listRevisions(
        world,
        { params: { name: 'spring' }, query: { limit: 10 }, body: undefined },
        callAs('Viewer'),
      ),
    );
    expect(revisions.items.map(({ revision }) => revision)).toStrictEqual([2, 1]);
  });

  it.each([
    { body: { configs: {} }, answer: 'snapshot_empty' },
    { body: { configs: { [A]: '9.0.0' } }, answer: 'version_unknown' },
    { body: { configs: { [A]: '1.0.0-ffff' } }, answer: 'version_unknown' },
    { body: { configs: { [A]: '1.0.0', [B]: '1.0.0' } }, answer: 'invalid_request' },
    { body: { configs: { [A]: '1.0.0', [B]: '1.0.0' }, ...clusters }, answer: 'done' },
    { body: { configs: { [A]: '1.0.0' } }, answer: 'done' },
  ])('$body: $answer', async ({ body, answer }) => {
    const { world } = await twoConfigs();
    const request = CreateSnapshotRequest.parse({ name: 'spring', summary: 'a change', ...body });
    expect(code(await createSnapshot(world, { params: {}, query: {}, body: request }, callAs('Developer')))).toBe(
      answer,
    );
  });

  it('is built on the revision that was read', async () => {
    const { world } = await twoConfigs();
    await snapshot(world, 'spring', { [A]: '1.0.0' });
    const create = (ifMatch: number) => newRevision(world, 'spring', { [A]: '1.1.0' }, {}, { ifMatch });
    expect(code(await create(2))).toBe('precondition_failed');
    expect(good(await create(1)).revision).toBe(2);
  });
});
