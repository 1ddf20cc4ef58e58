import type { BadText } from './bad-text.ts';
import { many } from './repeated.ts';

/** More than is allowed of one thing, and faults that stand behind very much that is none. */
export const HUGE: readonly BadText[] = [
  {
    name: 'more members than a document may have',
    text: () => `{${many(65_537, (index) => `"${index}":1`)}}`,
    code: 'too_large',
    status: 413,
    keys: ['65536'],
  },
  {
    name: 'as many members as fit',
    text: () => `{${many(170_000, (index) => `"k${index}":1`)}}`,
    code: 'too_large',
    status: 413,
  },
  {
    name: 'members in many objects',
    text: () => `[${many(70_000, () => '{"a":1}')}]`,
    code: 'too_large',
    status: 413,
    keys: [65_536, 'a'],
  },
  { name: 'a number of a million digits', text: () => '1'.repeat(1_000_000), code: 'number_not_exact', keys: [] },
  {
    name: 'a million zeros behind the point',
    text: () => `0.${'0'.repeat(1_000_000)}1`,
    code: 'number_not_exact',
    keys: [],
  },
  {
    name: 'an exponent of a million digits',
    text: () => `1e${'9'.repeat(1_000_000)}`,
    code: 'number_not_exact',
    keys: [],
  },
  {
    name: 'a million items',
    text: () => `[${'1,'.repeat(999_000)}1]`,
    code: 'too_large',
    status: 413,
    keys: [524_289],
  },
  {
    name: 'a fault behind half a million items',
    text: () => `[${'1,'.repeat(500_000)}]`,
    code: 'json_invalid',
    keys: [500_000],
  },
  {
    name: 'a fault behind two million line ends',
    text: () => `${'\n'.repeat(2_000_000)}x`,
    code: 'json_invalid',
    keys: [],
  },
  {
    name: 'a fault behind many escapes',
    text: () => `["${'\\u0041'.repeat(300_000)}\\ud800"]`,
    code: 'lone_surrogate',
    keys: [0],
  },
  {
    name: 'a wrong byte behind two million',
    text: () => Buffer.concat([Buffer.from(`"${'x'.repeat(2_000_000)}`), Uint8Array.of(0xff)]),
    code: 'json_invalid',
  },
  {
    name: 'equal names of a million characters',
    text: () => `{"${'k'.repeat(900_000)}":1,"${'k'.repeat(900_000)}":2}`,
    code: 'duplicate_key',
  },
  {
    name: 'equal names under long names',
    text: () => `{"${'k'.repeat(900_000)}":{"a":1,"a":2}}`,
    code: 'duplicate_key',
  },
];
