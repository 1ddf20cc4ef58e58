import { describe, expect, it } from 'vitest';
import { step } from '../../../core/node/step.ts';
import { candidateOf, DEPLOYMENT, named } from '../../support/fleet-documents.ts';
import { bare, draft, holding, on, target, word } from './held-states.ts';

/* A candidate is for some nodes, and may be taken back. */

const NONE = { cutoff: '' };

describe('a node', () => {
  it.each([
    {
      name: 'switches to the candidate of its cohort',
      held: {
        directive: word({ stable: named(draft(1)), candidate: candidateOf(draft(2)) }),
        ...holding(1, 2),
        ...on(1),
      },
      expected: { do: 'switch', target: target(2, DEPLOYMENT) },
    },
    {
      name: 'leaves the candidate of other nodes alone',
      held: {
        directive: word({ stable: named(draft(1)), candidate: candidateOf(draft(2), NONE) }),
        ...holding(1, 2),
        ...on(1),
      },
      expected: { do: 'rest' },
    },
    {
      name: 'stays on the candidate it runs, whatever its cutoff says now',
      held: {
        directive: word({ stable: named(draft(1)), candidate: candidateOf(draft(2), NONE) }),
        ...holding(1, 2),
        ...on(2),
      },
      expected: { do: 'rest' },
    },
    {
      name: 'joins late: takes the stable release when the candidate is not for it',
      held: { directive: word({ stable: named(draft(1)), candidate: candidateOf(draft(2), NONE) }), ...holding(1, 2) },
      expected: { do: 'switch', target: target(1) },
    },
    {
      name: 'joins late: takes the candidate at once when it is for it',
      held: { directive: word({ stable: named(draft(1)), candidate: candidateOf(draft(2)) }), ...holding(1, 2) },
      expected: { do: 'switch', target: target(2, DEPLOYMENT) },
    },
    {
      name: 'keeps what it runs when a candidate was withdrawn and nothing is stable',
      held: { directive: word({}), ...holding(2), ...on(2) },
      expected: { do: 'rest' },
    },
    {
      name: 'never goes to an older stable release when its candidate is withdrawn',
      held: { directive: word({ stable: named(draft(1)) }), ...holding(1, 2), ...on(2) },
      expected: { do: 'refuse', code: 'rolled_back', target: target(1) },
    },
  ])('$name', ({ held, expected }) => expect(step({ ...bare, ...held })).toMatchObject(expected));
});
