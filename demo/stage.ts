import type { FleetNode, FleetOptions } from './fleet.ts';
import type { Person, Plumb } from './plumb.ts';
import type { Processes } from './processes.ts';

export type Sabotage = 'no-break' | 'no-tamper' | 'failing-swap';

/** What every chapter has at hand. */
export interface Stage {
  /** The service the story is about; its schema has this name and its snapshots begin with it. */
  readonly service: string;
  /** The service's config, and the cluster of the same name. */
  readonly config: string;
  /** How many times longer than a control plane on this machine this one may take. */
  readonly patience: number;
  readonly plumb: Plumb;
  readonly processes: Processes;
  readonly root: string;
  readonly people: { readonly developer: Person; readonly operator: Person; readonly admin: Person };
  readonly fleet: FleetOptions;
  readonly nodes: FleetNode[];
  readonly sabotage: Sabotage | undefined;
  /** Tells the story. */
  readonly say: (line: string) => void;
}

export class Unmet extends Error {}

/** An expectation of the story; the first that does not hold ends it. */
export function expected(what: string, holds: boolean, seen: unknown): asserts holds {
  if (!holds) throw new Unmet(`expected ${what}; saw ${JSON.stringify(seen)}`);
}

/**
 * Asks again and again until the answer will do.
 * @throws Unmet after `seconds` (of a control plane on this machine), with the last answer
 */
export async function until<T>(
  { patience }: Pick<Stage, 'patience'>,
  what: string,
  seconds: number,
  ask: () => Promise<T>,
  done: (answer: T) => boolean,
): Promise<T> {
  const deadline = Date.now() + patience * seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (done(answer)) return answer;
    expected(what, Date.now() < deadline, answer);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
