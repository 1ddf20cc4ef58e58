import * as z from 'zod';
import { Machine, type State } from './machine.ts';

/**
 * Reads a state machine and refuses what this stepper would run differently from AWS.
 * @param text Amazon States Language with `${Name}` places, as a stack would substitute them
 * @throws one error naming every place that is not understood, missing or unreachable
 */
export function loadMachine(text: string, substitutions: { readonly [name: string]: string } = {}): Machine {
  const filled = text.replace(/\$\{(\w+)\}/g, (place, name: string) => substitutions[name] ?? place);
  const parsed = Machine.safeParse(JSON.parse(filled));
  if (!parsed.success) throw new Error(`state machine not understood:\n${z.prettifyError(parsed.error)}`);
  const machine = parsed.data;
  const wrong = [...unknownTargets(machine), ...openPlaces(filled), ...unreachable(machine)];
  if (wrong.length > 0) throw new Error(`state machine not understood:\n${wrong.join('\n')}`);
  return machine;
}

function targets(state: State): string[] {
  const next = 'Next' in state && state.Next !== undefined ? [state.Next] : [];
  if (state.Type === 'Task') return [...next, ...state.Catch.map(({ Next }) => Next)];
  if (state.Type !== 'Choice') return next;
  return [...state.Choices.flatMap(({ Next }) => Next ?? []), ...(state.Default === undefined ? [] : [state.Default])];
}

const unknownTargets = ({ StartAt, States }: Machine): string[] =>
  [StartAt, ...Object.values(States).flatMap(targets)]
    .filter((name) => !Object.hasOwn(States, name))
    .map((name) => `there is no state ${name}`);

const openPlaces = (text: string): string[] =>
  [...text.matchAll(/\$\{\w+\}/g)].map(([place]) => `nothing was given for ${place}`);

function unreachable({ StartAt, States }: Machine): string[] {
  const reached = new Set<string>();
  const visit = (name: string): void => {
    const state = States[name];
    if (!state || reached.has(name)) return;
    reached.add(name);
    targets(state).forEach(visit);
  };
  visit(StartAt);
  return Object.keys(States)
    .filter((name) => !reached.has(name))
    .map((name) => `nothing leads to state ${name}`);
}
