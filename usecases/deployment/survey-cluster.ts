import { blankRoll, enlist, type Survey, type SurveyLens, survey } from '../../core/deployment/survey.ts';
import { matches } from '../../core/node/rank.ts';
import { NODE } from '../../core/node/record/evolve.ts';
import type { Selector } from '../../schemas/documents.ts';
import { loadState } from '../load-state.ts';
import type { World } from '../ports.ts';

/** Node heads read at once when a selector has to be matched. */
const LABELS_READ_AT_ONCE = 64;

/** Who is there to deploy to, and how the cluster fares before it. Labels are read only where a selector asks. */
export async function surveyCluster(
  world: Pick<World, 'streams' | 'pulses' | 'authority'>,
  cluster: string,
  selector: Selector | null,
  lens: SurveyLens,
): Promise<Survey> {
  const roll = await world.pulses.fold(cluster, blankRoll(), (so, row) => enlist(so, row, lens));
  const matching = selector && (await matchingNodes(world, roll.online, selector));
  return survey(roll, lens, matching);
}

async function matchingNodes(
  world: Pick<World, 'streams' | 'authority'>,
  nodes: readonly string[],
  selector: Selector,
): Promise<string[]> {
  const matching: string[] = [];
  for (let from = 0; from < nodes.length; from += LABELS_READ_AT_ONCE) {
    const some = nodes.slice(from, from + LABELS_READ_AT_ONCE);
    const loaded = await Promise.all(some.map((node) => loadState(world, NODE, node)));
    loaded.forEach(({ state }, index) => {
      const node = some[index];
      if (node !== undefined && matches(selector, state.labels.labels)) matching.push(node);
    });
  }
  return matching;
}
