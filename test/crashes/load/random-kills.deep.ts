import { expect, it } from 'vitest';
import { killAtRandom } from './kill-at-random.ts';

it('200 kills at random under write load: nothing that was acknowledged is lost or changed', () =>
  killAtRandom(Number(process.env['KILLS'] ?? 200), 'kills'));

it('finds what a control plane lost that answers before it commits', async () => {
  const early = { NODE_OPTIONS: '--import=./test/crashes/load/answers-early-hook.ts' };
  await expect(killAtRandom(10, 'control', early)).rejects.toThrow(/404|409|strictly equal/);
});
