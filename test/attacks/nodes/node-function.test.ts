import { describe, it } from 'vitest';
import { PLAYED } from './catalogue.ts';
import { play } from './stage/play.ts';

describe.each(Object.entries(Object.groupBy(PLAYED['node-function.test.ts'] ?? [], ({ family }) => family)))(
  '%s',
  (_, rows) => {
    it.each(rows ?? [])('$by: $name', (attack) => play(attack));
  },
);
