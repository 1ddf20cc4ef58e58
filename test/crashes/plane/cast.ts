import { readFileSync } from 'node:fs';
import { loadMachine } from '../../../adapters/embedded/workflow/load-machine.ts';
import { forward, type Plot, pausedAt, renewed, rolledBack, TWO_PHASES } from './plots.ts';
import { BEGIN, MOMENTS, placesOf, transition, writing } from './points.ts';

/** One deployment and where the control plane dies during it. */
export interface Act {
  readonly name: string;
  readonly plot: Plot;
  readonly points: readonly string[];
  /** Points that it may come by. */
  readonly perhaps: readonly string[];
}

const FILE = new URL('../../../state-machines/rollout.asl.json', import.meta.url);
export const PLACES: readonly string[] = placesOf(
  loadMachine(readFileSync(FILE, 'utf8'), { RolloutFunctionArn: 'embedded' }),
);

/** Of what the file names, that which only happens when something else does; all the rest is on every way forward. */
const BRANCHES: readonly { readonly name: string; readonly plot: Plot; readonly places: readonly string[] }[] = [
  {
    name: 'rolled back by health',
    plot: rolledBack,
    places: [
      transition('Decide', 'Alert'),
      writing('Alert', 1),
      transition('Alert', 'RollBack'),
      writing('RollBack', 1),
      transition('RollBack', 'Ended'),
    ],
  },
  {
    name: 'paused before it was planned',
    plot: pausedAt(BEGIN, 'Plan'),
    places: [transition('Planned?', 'Ended')],
  },
  {
    name: 'paused in a phase',
    plot: pausedAt('ReleasePhase', 'Soak'),
    places: [transition('Decide', 'Ended')],
  },
  {
    name: 'paused when it was about to complete',
    plot: pausedAt('Decide', 'Complete'),
    places: [transition('Completed?', 'Ended')],
  },
  { name: 'renewed', plot: renewed, places: [transition('Decide', 'Ended')] },
];
/** What the tasks write after their first: a directive, signed. The file does not name it, and the feed may be sooner. */
const SECOND_WRITES = ['Plan', 'ReleasePhase', 'Complete'].map((task) => writing(task, 2));

/** Deaths in one deployment: few enough that each is followed by a stretch of life. */
const DEATHS = 7;

/** A place that is passed once can be died at once: after the store, or after the reply. So each act has one moment. */
const actsOf = (places: readonly string[], act: (points: readonly string[], index: number) => Act): Act[] =>
  MOMENTS.flatMap((moment) => inGroups(places).map((group) => group.map((place) => `${place}, ${moment}`))).map(act);

export const BRANCH_ACTS: readonly Act[] = BRANCHES.flatMap(({ name, plot, places }) =>
  actsOf(places, (points) => ({ name, plot, points, perhaps: [] })),
);

const branching = new Set(BRANCHES.flatMap(({ places }) => places));
const onTheWay = PLACES.filter((place) => !branching.has(place));
const byTurns = (index: number) => TWO_PHASES[index % TWO_PHASES.length] ?? TWO_PHASES[0];
export const FORWARD_ACTS: readonly Act[] = [
  ...actsOf(onTheWay, (points, index) => ({ ...byStrategy(index), points, perhaps: [] })),
  ...actsOf(SECOND_WRITES, (perhaps, index) => ({ ...byStrategy(index), points: [], perhaps })),
];

function byStrategy(index: number): Pick<Act, 'name' | 'plot'> {
  const strategy = byTurns(index);
  return { name: strategy.strategy, plot: forward(strategy) };
}

/** Of about the same size, neighbours in different ones. */
function inGroups(places: readonly string[]): string[][] {
  const groups = Math.ceil(places.length / DEATHS);
  return Array.from({ length: groups }, (_, group) => places.filter((_place, index) => index % groups === group));
}
