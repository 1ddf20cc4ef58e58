import { expect, it } from 'vitest';
import { BRANCH_ACTS, FORWARD_ACTS, PLACES } from './cast.ts';
import { perform } from './perform.ts';
import { forward, TWO_PHASES } from './plots.ts';
import { moments } from './points.ts';

it('every state, transition and wait of the file is died at in the long run, at all three moments', () => {
  const died = new Set([...BRANCH_ACTS, ...FORWARD_ACTS].flatMap(({ points }) => points));
  expect(PLACES.flatMap(moments).filter((point) => !died.has(point))).toStrictEqual([]);
  expect(PLACES.length).toBeGreaterThanOrEqual(27); // a floor: what the file named when this was written
});

it('killed at one point of each kind, a deployment ends right', () => {
  const points = [
    'Plan writes 1, after store',
    'Soak waits, after reply',
    'Assess → Decide, before store',
    'Complete → Completed?, after store',
  ];
  return perform([{ name: 'canary', plot: forward(TWO_PHASES[0]), points, perhaps: [] }]);
}, 120_000);
