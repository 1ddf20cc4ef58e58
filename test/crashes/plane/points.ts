import type { Machine, State } from '../../../adapters/embedded/workflow/machine.ts';

/*
 * Where a control plane may die, by the file of the state machine: at every transition that it names (the stepper
 * stores it), at the beginning of every wait (stored too), and at what every task writes.
 */
export const MOMENTS = ['before store', 'after store', 'after reply'] as const;

/** An execution that is made, and one that has ended, stand in no state. */
export const BEGIN = 'begin';
export const END = 'end';

export const transition = (from: string, to: string): string => `${from} → ${to}`;
export const waiting = (state: string): string => `${state} waits`;
/** @param nth write within one run of the task, from 1 */
export const writing = (state: string, nth: number): string => `${state} writes ${nth}`;
export const moments = (place: string): string[] => MOMENTS.map((moment) => `${place}, ${moment}`);

/** Every place of a machine, without what tasks write beyond their first. */
export const placesOf = ({ StartAt, States }: Machine): string[] => [
  transition(BEGIN, StartAt),
  ...Object.entries(States).flatMap(([name, state]) => [
    ...(state.Type === 'Task' ? [writing(name, 1)] : []),
    ...(state.Type === 'Wait' ? [waiting(name)] : []),
    ...targetsOf(state).map((to) => transition(name, to)),
  ]),
];

function targetsOf(state: State): string[] {
  if (state.Type === 'Succeed' || state.Type === 'Fail') return [END];
  if (state.Type === 'Choice') {
    const named = [...state.Choices.map(({ Next = '' }) => Next), ...(state.Default ? [state.Default] : [])];
    return [...new Set(named)];
  }
  const caught = state.Type === 'Task' ? state.Catch.map(({ Next }) => Next) : [];
  return [...new Set([state.Next ?? END, ...caught])];
}
