import { expect, it } from 'vitest';
import { descendantsIn } from '../../../local/process/family.ts';

it('finds children of children, and nobody else', () => {
  const listing = '    1     0\n  100     1\n  101   100\n  102   101\n  103   100\n  200     1\n';
  expect(descendantsIn(listing, 100)).toStrictEqual([101, 103, 102]);
  expect(descendantsIn(listing, 200)).toStrictEqual([]);
});
