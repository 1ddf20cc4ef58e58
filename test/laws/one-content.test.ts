import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ClusterEvent } from '../../core/cluster/events.ts';
import { cluster } from './nouns/cluster.ts';
import { history, walk } from './walk.ts';

/** What an event fixes for ever: a place in the order of releases or of directives. */
const fixed = (event: ClusterEvent): string | undefined => {
  if (event.type === 'ReleaseDrafted') return `release ${event.release.epoch}/${event.release.generation}`;
  if (event.type === 'DirectiveDrafted') return `directive ${event.directive.epoch}/${event.directive.sequence}`;
  return undefined;
};

it('one generation and one sequence of a cluster are drafted once, whatever happens to it', () => {
  const seen = { ReleaseDrafted: 0, DirectiveDrafted: 0, ControlPlaneBehind: 0, ClusterRecovered: 0 };
  fc.assert(
    fc.property(history(cluster), (told) => {
      const taken = new Set<string>();
      walk(cluster, told, ({ events }) => {
        for (const event of events as readonly ClusterEvent[]) {
          if (Object.hasOwn(seen, event.type)) seen[event.type as keyof typeof seen] += 1;
          const place = fixed(event);
          if (place === undefined) continue;
          expect([place, taken.has(place)]).toStrictEqual([place, false]);
          taken.add(place);
        }
      });
    }),
    { numRuns: 500 },
  );
  expect(Object.entries(seen).filter(([, times]) => times < 30)).toStrictEqual([]);
});
