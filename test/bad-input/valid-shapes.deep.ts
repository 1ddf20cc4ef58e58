import { expect, it } from 'vitest';
import { ask } from './valid-shapes.ts';

it('thousands of requests of declared shape and odd values are answered as declared', async () => {
  const { sent, taken } = await ask(200, 60);
  expect(sent).toBeGreaterThanOrEqual(4_000);
  expect(taken).toBeGreaterThanOrEqual(sent / 20);
});
