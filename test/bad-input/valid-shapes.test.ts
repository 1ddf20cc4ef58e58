import { expect, it } from 'vitest';
import { ask, OPERATIONS } from './valid-shapes.ts';

it('requests of declared shape and odd values are answered as declared, never with a fault', {
  timeout: 60_000,
}, async () => {
  expect(OPERATIONS.length).toBeGreaterThanOrEqual(50);
  const { sent, taken } = await ask(25, 60);
  expect(sent).toBeGreaterThanOrEqual(300); // of about 750
  expect(taken).toBeGreaterThanOrEqual(sent / 20);
});
