import type { BadText } from './bad-text.ts';
import { nested } from './repeated.ts';

const first = (depth: number): number[] => Array<number>(depth).fill(0);
const DEEP = [65, 1_000, 10_000, 100_000, 1_000_000];

/** From one level more than is allowed to a million, closed and left open. */
export const TOO_DEEP: readonly BadText[] = [
  ...DEEP.map((depth) => ({
    name: `${depth} lists that do not end`,
    text: () => '['.repeat(depth),
    code: 'too_deep',
    keys: first(64),
  })),
  ...DEEP.filter((depth) => depth <= 100_000).flatMap((depth) => [
    { name: `${depth} lists`, text: () => nested('[', '', ']', depth), code: 'too_deep', keys: first(64) },
    {
      name: `${depth} objects`,
      text: () => nested('{"a":', '1', '}', depth),
      code: 'too_deep',
      keys: Array<string>(64).fill('a'),
    },
    { name: `${depth} of both`, text: () => nested('[{"a":', '1', '}]', depth), code: 'too_deep' },
  ]),
];
