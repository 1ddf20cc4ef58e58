import { expect, it } from 'vitest';
import { ask, OPERATIONS } from './valid-shapes.ts';

it('requests of declared shape and odd values are answered as declared, never with a fault', {
  timeout: 60_000,
}, async () => {
  expect(OPERATIONS.length).toBeGreaterThanOrEqual(50);
  const { sent, taken } = await ask(15, 60);
  expect(sent).toBeGreaterThanOrEqual(150); // chance draws how many; about 400
  expect(taken).toBeGreaterThanOrEqual(sent / 20);
});
