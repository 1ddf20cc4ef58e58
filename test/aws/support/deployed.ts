import { EMULATORS } from '../../../local/emulator.ts';
import { type LocalState, readState } from '../../../local/state.ts';

/** What `cdk deploy` says it made, as far as tests look behind it. */
export interface Outputs {
  readonly StreamsTable: string;
  readonly Bus: string;
  readonly StateMachine: string;
}

/** The stack that the tests of this run are about. */
export type Deployed = Omit<LocalState, 'outputs'> & { readonly outputs: Outputs };

let known: Deployed | undefined;

/**
 * The deployment on the emulator that PLUMB_EMULATOR names, by what `npm run local` wrote down about it.
 * @throws when none is up there
 */
export function deployed(): Deployed {
  known ??= find();
  return known;
}

function find(): Deployed {
  const name = (['given', ...EMULATORS] as const).find((each) => each === process.env['PLUMB_EMULATOR']);
  if (!name) throw new Error(`PLUMB_EMULATOR is one of given, ${EMULATORS.join(', ')}`);
  const state = readState(name);
  if (!state) throw new Error(`nothing is deployed on ${name}: npm run local -- --on ${name}`);
  const { StreamsTable, Bus, StateMachine } = state.outputs;
  if (!StreamsTable || !Bus || !StateMachine) throw new Error('the stacks do not say what they made');
  return { ...state, outputs: { StreamsTable, Bus, StateMachine } };
}
