import { expect, it } from 'vitest';
import { nodeWorld } from '../../support/node-world.ts';
import { testNode } from '../../support/test-node.ts';

it('a hundred nodes that come at once with one token all get in, and the next one does not', async () => {
  const { world, handler, newToken } = await nodeWorld();
  const token = await newToken({ uses: 100 });
  const nodes = Array.from({ length: 101 }, () => testNode(world, handler));
  const replies = await Promise.all(nodes.map((node) => node.enrol(token)));
  expect(replies.filter(({ status }) => status === 201)).toHaveLength(100);
  expect(replies.filter(({ status }) => status !== 201)).toMatchObject([{ body: { code: 'enrolment_refused' } }]);
  expect(new Set(replies.map(({ body }) => body['nodeId'])).size).toBe(101);
});
