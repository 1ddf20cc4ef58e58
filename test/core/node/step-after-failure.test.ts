import { describe, expect, it } from 'vitest';
import { step } from '../../../core/node/step.ts';
import { later, named, T0 } from '../../support/fleet-documents.ts';
import { bare, draft, holding, on, target, word } from './held-states.ts';

/* What follows a switch that failed. */

describe('a node', () => {
  it.each([
    {
      name: 'waits out the pause after a failed switch',
      held: {
        directive: word({ stable: named(draft(2)) }),
        ...holding(1, 2),
        ...on(1),
        swap: { ...named(draft(2)), attempts: 1, reason: '', quarantined: false, retryAtMs: Date.parse(later(2)) },
      },
      expected: { do: 'wait', untilMs: Date.parse(later(2)) },
    },
    {
      name: 'tries again when the pause is over',
      held: {
        directive: word({ stable: named(draft(2)) }),
        ...holding(1, 2),
        ...on(1),
        swap: { ...named(draft(2)), attempts: 1, reason: '', quarantined: false, retryAtMs: Date.parse(T0) },
      },
      expected: { do: 'switch', target: target(2) },
    },
    {
      name: 'goes on to a release that did not fail',
      held: {
        directive: word({ stable: named(draft(3)) }),
        ...holding(1, 3),
        ...on(1),
        swap: { ...named(draft(2)), attempts: 3, reason: '', quarantined: true, retryAtMs: 0 },
      },
      expected: { do: 'switch', target: target(3) },
    },
  ])('$name', ({ held, expected }) => expect(step({ ...bare, ...held })).toMatchObject(expected));
});
