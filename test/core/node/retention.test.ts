import { expect, it } from 'vitest';
import { sha256Hex } from '../../../core/integrity/digest.ts';
import { releasesToKeep } from '../../../core/node/retention.ts';
import { candidateOf, named } from '../../support/fleet-documents.ts';
import { draft, word } from './held-states.ts';

it('keeps the running release, the one before, and all that the directive names', () => {
  const directive = word({ stable: named(draft(1)), candidate: candidateOf(draft(2)), keep: [named(draft(3))] });
  const old = sha256Hex('old');
  expect(releasesToKeep(draft(4).digest, old, directive)).toStrictEqual(
    new Set([1, 2, 3, 4].map((each) => draft(each).digest).concat(old)),
  );
  expect(releasesToKeep(null, null, null)).toStrictEqual(new Set());
});
