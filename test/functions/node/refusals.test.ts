import { expect, it } from 'vitest';
import { REFUSALS } from '../../../core/node/refusals.ts';
import { getNodeTimeline } from '../../../usecases/node/get-node.ts';
import { callAs } from '../../support/call.ts';
import { good } from '../../support/content.ts';
import { nodeWorld } from '../../support/node-world.ts';

it.each(Object.keys(REFUSALS))('a node that refused with %s shows it on its timeline, once', async (code) => {
  const w = await nodeWorld();
  const node = await w.enrolled();
  const refusal = { code, digest: 'd'.repeat(64), generation: 7, detail: 'as the node says it' };
  for (const _ of [1, 2]) await node.answer({ refusals: [refusal] });
  const input = { params: { id: node.id }, query: { limit: 200 }, body: undefined };
  const { events } = good(await getNodeTimeline(w.world, input, callAs('Viewer', { at: w.clock.instant() })));
  const told = events.filter(({ type }) => type === 'RefusalReported');
  expect(told.map(({ payload }) => payload)).toMatchObject([refusal]);
});
