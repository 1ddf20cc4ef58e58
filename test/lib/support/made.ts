import type { Stage } from '../../../lib/stages.ts';
import type { Synthesised } from './synthesise.ts';

/** One way to deploy the app, and what became of it. */
export interface Made extends Synthesised {
  readonly name: string;
  readonly stage: Stage;
}

/** The one that is called so. */
export function called(made: readonly Made[], name: string): Made {
  const found = made.find((each) => each.name === name);
  if (!found) throw new Error(`nobody made ${name}`);
  return found;
}
