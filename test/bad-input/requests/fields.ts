import { bodyLimit } from '../../../functions/shared/body-limit.ts';
import type { Hostile, Topic } from '../hostile.ts';
import type { Victim } from '../victim.ts';
import { bendings, type Thoroughness } from './bend.ts';
import { DECLARED, declares } from './declared.ts';
import { bodiesOf } from './examples.ts';
import { callerOf, paramsOf, targetOf } from './targets.ts';

/** Every field of every body × every wrong type, left out, and too many: what the document does not declare is refused there. */
export function fields(victim: Victim, how: Thoroughness): Topic {
  const bodies = bodiesOf(victim);
  const hostile = DECLARED.flatMap(({ route, body }) => {
    if (!body) return [];
    const fits = declares(body);
    const { method, operationId, path } = route;
    const request = { method, target: targetOf(path, paramsOf(route, victim)), as: callerOf(route) };
    const seen = new Set<string>();
    return (bodies[operationId] ?? []).flatMap((example, nth) => {
      const bent = [...bendings(example, how)].filter(
        ({ keys, value }) =>
          (how === 'every value' || !seen.has(keys.join('/'))) &&
          !fits(value) &&
          JSON.stringify(value).length <= bodyLimit(route), // larger ones have a topic of their own
      );
      for (const { keys } of bent) seen.add(keys.join('/'));
      return bent.map(
        ({ what, keys, holds, value }): Hostile => ({
          ...request,
          name: `${operationId} ${nth} /${keys.join('/')}: ${what}`,
          body: () => JSON.stringify(value),
          status: 400,
          code: 'invalid_request',
          place: { in: 'body', keys, ...(holds ? { orInside: true } : {}) },
        }),
      );
    });
  });
  return { name: 'fields', hostile, honest: [] };
}
