import { expect, it } from 'vitest';
import { killAgent } from './kill-agent.ts';

it('200 kills of an agent at random: a reader beside it never sees a mix, and it always comes back', async () => {
  const { moments, turned } = await killAgent(Number(process.env['KILLS'] ?? 200), 'kills');
  expect(turned).toBeGreaterThan(0);
  expect(new Set(moments.keys())).toStrictEqual(
    new Set(['starting', 'in a switch', 'in a write', 'between two steps']),
  );
});
