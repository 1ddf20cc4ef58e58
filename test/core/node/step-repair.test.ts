import { describe, expect, it } from 'vitest';
import { step } from '../../../core/node/step.ts';
import { later, named } from '../../support/fleet-documents.ts';
import { opened } from '../../support/opened-release.ts';
import { bare, draft, holding, on, target, word } from './held-states.ts';

/* What readers see is no longer what the running release names. */

describe('a node', () => {
  it.each([
    {
      name: 'repairs what was changed on disk, before anything else',
      held: { directive: word({ stable: named(draft(2)) }), ...holding(1, 2), ...on(1), intact: false },
      expected: { do: 'repair', release: opened(draft(1)) },
    },
    {
      name: 'repairs under an expired directive and root',
      held: {
        directive: word({ stable: named(draft(1)) }),
        ...holding(1),
        ...on(1),
        intact: false,
        nowMs: Date.parse(later(1e9)),
      },
      expected: { do: 'repair' },
    },
    {
      name: 'fetches what the store has lost of the running release',
      held: {
        directive: word({ stable: named(draft(1)) }),
        ...holding(1),
        ...on(1),
        intact: false,
        hasBlob: () => false,
      },
      expected: { do: 'fetch_blobs', missing: opened(draft(1)).files },
    },
    {
      name: 'fetches the running release itself when its envelope is lost',
      held: { directive: word({ stable: named(draft(1)) }), ...on(1), intact: false },
      expected: { do: 'fetch_release', digest: draft(1).digest },
    },
    {
      name: 'goes to the next release rather than wait for parts of a damaged one',
      held: { directive: word({ stable: named(draft(2)) }), ...holding(2), ...on(1), intact: false },
      expected: { do: 'switch', target: target(2) },
    },
  ])('$name', ({ held, expected }) => expect(step({ ...bare, ...held })).toMatchObject(expected));
});
