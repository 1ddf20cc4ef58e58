import { expect, it } from 'vitest';
import { BRANCH_ACTS, FORWARD_ACTS, PLACES } from './cast.ts';
import { moments } from './points.ts';

it('every state, transition and wait of the file is died at in the long run, at all three moments', () => {
  const died = new Set([...BRANCH_ACTS, ...FORWARD_ACTS].flatMap(({ points }) => points));
  expect(PLACES.flatMap(moments).filter((point) => !died.has(point))).toStrictEqual([]);
  expect(PLACES.length).toBeGreaterThanOrEqual(27); // a floor: what the file named when this was written
});
