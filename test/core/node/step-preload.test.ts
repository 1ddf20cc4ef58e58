import { describe, expect, it } from 'vitest';
import { step } from '../../../core/node/step.ts';
import { candidateOf, DEPLOYMENT, named } from '../../support/fleet-documents.ts';
import { bare, draft, holding, on, target, word } from './held-states.ts';

/* A candidate that is only to be got ready. */

describe('a node', () => {
  it.each([
    {
      name: 'fetches a preload, and does not switch to it',
      held: {
        directive: word({ stable: named(draft(1)), candidate: candidateOf(draft(2), { mode: 'preload' }) }),
        ...holding(1),
        ...on(1),
      },
      expected: { do: 'fetch_release', digest: draft(2).digest },
    },
    {
      name: 'says once that a preload is there',
      held: {
        directive: word({ stable: named(draft(1)), candidate: candidateOf(draft(2), { mode: 'preload' }) }),
        ...holding(1, 2),
        ...on(1),
      },
      expected: { do: 'preload', target: target(2, DEPLOYMENT) },
    },
    {
      name: 'rests on a preload that was told',
      held: {
        directive: word({ stable: named(draft(1)), candidate: candidateOf(draft(2), { mode: 'preload' }) }),
        ...holding(1, 2),
        ...on(1),
        resident: new Set([draft(2).digest]),
      },
      expected: { do: 'rest' },
    },
    {
      name: 'gets a preload ready although its stable release is quarantined',
      held: {
        directive: word({ stable: named(draft(2)), candidate: candidateOf(draft(3), { mode: 'preload' }) }),
        ...holding(1, 2, 3),
        ...on(1),
        swap: { ...named(draft(2)), attempts: 3, reason: '', quarantined: true, retryAtMs: 0 },
      },
      expected: { do: 'preload', target: target(3, DEPLOYMENT) },
    },
  ])('$name', ({ held, expected }) => expect(step({ ...bare, ...held })).toMatchObject(expected));
});
