import { describe, expect, it } from 'vitest';
import { step } from '../../../core/node/step.ts';
import { CLUSTER, draftRelease, named } from '../../support/fleet-documents.ts';
import { opened } from '../../support/opened-release.ts';
import { bare, draft, holding, on, target, word } from './held-states.ts';

/* From nothing to the release that a directive wants everywhere. */

describe('a node', () => {
  it.each([
    { name: 'rests without a directive', held: {}, expected: { do: 'rest' } },
    { name: 'rests under a directive that names nothing', held: { directive: word({}) }, expected: { do: 'rest' } },
    {
      name: 'fetches a release it does not hold',
      held: { directive: word({ stable: named(draft(1)) }) },
      expected: { do: 'fetch_release', digest: draft(1).digest },
    },
    {
      name: 'fetches the content of a release it holds',
      held: { directive: word({ stable: named(draft(1)) }), ...holding(1), hasBlob: () => false },
      expected: { do: 'fetch_blobs', missing: opened(draft(1)).files },
    },
    {
      name: 'switches when all is there',
      held: { directive: word({ stable: named(draft(1)) }), ...holding(1) },
      expected: { do: 'switch', target: target(1) },
    },
    {
      name: 'rests on what it should run',
      held: { directive: word({ stable: named(draft(1)) }), ...holding(1), ...on(1) },
      expected: { do: 'rest' },
    },
    {
      name: 'takes `keep` for no reason to switch',
      held: { directive: word({ keep: [named(draft(1))] }), ...holding(1) },
      expected: { do: 'rest' },
    },
  ])('$name', ({ held, expected }) => expect(step({ ...bare, ...held })).toMatchObject(expected));

  it('adopts the generation of the same content, and swaps nothing', () => {
    const again = draftRelease(3, { [CLUSTER]: 'text 1' });
    const releases = new Map([draft(1), again].map((each) => [each.digest, opened(each)]));
    const held = { ...bare, ...on(1), releases, hasBlob: () => true, directive: word({ stable: named(again) }) };
    expect(step(held)).toMatchObject({ do: 'adopt', target: named(again) });
    expect(step({ ...held, intact: false })).toMatchObject({ do: 'repair' });
  });
});
