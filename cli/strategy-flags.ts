import type { StrategyInput } from '../schemas/strategy.ts';
import type { OptionSpec } from './command-spec.ts';
import { usage } from './failure.ts';
import { type Input, readJsonInput } from './input.ts';

/** How a deployment goes through a cluster, by flags or as the JSON document that the API takes. */
export const STRATEGY_OPTIONS: readonly OptionSpec[] = [
  ['--strategy <kind>', 'canary, blue-green, rolling or direct'],
  ['--canary-percentage <n>', 'canary: share of the first phase'],
  ['--phase-interval <duration>', 'canary: least time between phases, e.g. PT5M'],
  ['--verification-period <duration>', 'blue-green: time between preload and switch'],
  ['--keep-blue-duration <duration>', 'blue-green: time that the old release stays ready'],
  ['--batch-size <n>', 'rolling: nodes of a batch'],
  ['--batch-interval <duration>', 'rolling: least time between batches'],
  ['--stop-on-failure', 'rolling: a failed node holds the deployment'],
  ['--no-health-check', 'do not compare health'],
  ['--no-auto-promote', 'a person advances each phase'],
  ['--node-deadline <duration>', 'a node without proof after this is overdue'],
  ['--minimum-sample <n>', 'fewer requests than this say nothing about health'],
  ['--on-no-data <what>', 'hold, fail or pass'],
  ['--strategy-file <path>', 'strategy as JSON, with health policy and all; - for stdin'],
];

type Flag =
  | 'canary-percentage'
  | 'phase-interval'
  | 'verification-period'
  | 'keep-blue-duration'
  | 'batch-size'
  | 'batch-interval';
interface Kind {
  readonly strategy: StrategyInput['strategy'];
  readonly needs: Readonly<Partial<Record<Flag, string>>>;
}

/** Flags of each kind, and the key of the document that each one fills. */
const KINDS: Readonly<Record<string, Kind>> = {
  canary: { strategy: 'Canary', needs: { 'canary-percentage': 'canaryPercentage', 'phase-interval': 'phaseInterval' } },
  'blue-green': {
    strategy: 'BlueGreen',
    needs: { 'verification-period': 'verificationPeriod', 'keep-blue-duration': 'keepBlueDuration' },
  },
  rolling: { strategy: 'Rolling', needs: { 'batch-size': 'batchSize', 'batch-interval': 'batchInterval' } },
  direct: { strategy: 'Direct', needs: {} },
};
const OF_ONE_KIND = Object.values(KINDS).flatMap(({ needs }) => Object.keys(needs) as Flag[]);
const NUMBERS: readonly string[] = ['canary-percentage', 'batch-size'] satisfies Flag[];

/**
 * The strategy somebody asked for; undefined when none was named.
 * @throws a usage failure for a kind that is none, a flag that is missing, and one that belongs to another kind
 */
export async function strategyOf(
  input: Input,
  readStdin: () => Promise<Uint8Array>,
): Promise<StrategyInput | undefined> {
  const file = input.text('strategy-file');
  const word = input.text('strategy');
  const given = OF_ONE_KIND.filter((flag) => input.has(flag));
  if (file !== undefined) {
    if (word !== undefined || given.length > 0) throw usage('--strategy-file says all; leave out the other flags');
    return (await readJsonInput(file, readStdin)) as StrategyInput;
  }
  if (word === undefined) {
    if (given[0] !== undefined) throw usage(`--${given[0]} needs --strategy`);
    return undefined;
  }
  const kind = Object.hasOwn(KINDS, word.toLowerCase()) ? KINDS[word.toLowerCase()] : undefined;
  if (!kind) throw usage(`--strategy must be canary, blue-green, rolling or direct: ${word}`);
  const foreign = given.find((flag) => !Object.hasOwn(kind.needs, flag));
  if (foreign !== undefined) throw usage(`--${foreign} does not belong to ${word}`);
  return documentOf(word, kind, input);
}

function documentOf(word: string, { strategy, needs }: Kind, input: Input): StrategyInput {
  const document: Record<string, unknown> = { strategy };
  for (const [flag, key] of Object.entries(needs)) {
    if (!input.has(flag)) throw usage(`${word} needs --${flag}`);
    document[key] = NUMBERS.includes(flag) ? input.count(flag) : input.text(flag);
  }
  if (strategy === 'Rolling') document['stopOnFailure'] = input.flag('stop-on-failure');
  else if (input.flag('stop-on-failure')) throw usage(`--stop-on-failure does not belong to ${word}`);
  // commander keeps `--no-x` as `x: false`, and as true when it was not given
  if (!input.flag('health-check')) document['healthCheckEnabled'] = false;
  if (!input.flag('auto-promote')) document['autoPromote'] = false;
  const health = {
    ...(input.has('minimum-sample') ? { minimumSample: { requests: input.count('minimum-sample') } } : {}),
    ...(input.has('on-no-data') ? { onNoData: input.text('on-no-data') } : {}),
  };
  if (Object.keys(health).length > 0) document['health'] = health;
  if (input.has('node-deadline')) document['nodeDeadline'] = input.text('node-deadline');
  return document as StrategyInput;
}
