import { expect, it } from 'vitest';
import { tooCostly } from './cost.ts';

it('a minute is too much for a MiB on any machine, and what is within the bound never is', () => {
  expect([tooCostly(60_000, 2 ** 20), tooCostly(199, 2 ** 20), tooCostly(0, 0)]).toStrictEqual([true, false, false]);
});
