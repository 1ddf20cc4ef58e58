import { expect, it } from 'vitest';
import { STREAM_KINDS } from '../../../core/stream-kinds.ts';
import { RESOURCES_OF, streamResources } from '../../../usecases/audit/stream-resources.ts';
import { memoryWorld } from '../../support/world.ts';

it('of every kind of stream somebody decided whom it tells about', () =>
  expect(Object.keys(RESOURCES_OF).toSorted()).toStrictEqual([...STREAM_KINDS.keys()].toSorted()));

it.each([
  ['access/config:pay.production', [{ config: 'pay.production' }]],
  ['access/cluster:eu', [{ cluster: 'eu' }]],
  ['version/pay.production@1.0.0-beta.1', [{ config: 'pay.production' }]],
  ['config/pay.production', [{ config: 'pay.production' }]],
  ['cluster/eu', [{ cluster: 'eu' }]],
  ['schema/rates@1.0.0', []],
])('a stream that is not there yet tells about what its name says: %s', async (stream, told) => {
  const { world, close } = memoryWorld();
  expect(await streamResources(world, `local/${stream}`)).toStrictEqual(told);
  close();
});

it('a kind that nobody knows is no kind that everybody may read', () => {
  const { world, close } = memoryWorld();
  expect(() => streamResources(world, 'local/constructor/x')).toThrow('nobody decided');
  close();
});
