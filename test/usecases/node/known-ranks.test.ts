import fc from 'fast-check';
import { expect, it } from 'vitest';
import { rankOf } from '../../../core/node/rank.ts';
import { knownRanks } from '../../../usecases/node/known-ranks.ts';

it('a remembered rank is the rank, whatever was asked before', () =>
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom('d1', 'd2', 'd3'), fc.constantFrom('n1', 'n2'))), (asked) => {
      const known = knownRanks();
      expect(asked.map(([deployment, node]) => known(deployment, node))).toStrictEqual(
        asked.map(([deployment, node]) => rankOf(deployment, node)),
      );
    }),
  ));
