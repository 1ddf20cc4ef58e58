import { describe, expect, it } from 'vitest';
import { loadMachine } from '../../../../adapters/embedded/workflow/load-machine.ts';
import { CAUTIOUS, LOOP } from './machines.ts';

/** As a stack writes what it fills in. */
const place = (name: string): string => `$${`{${name}}`}`;
const task = { Type: 'Task', Resource: 'arn:x', End: true };
const machine = (state: object, more: object = {}): string =>
  JSON.stringify({ StartAt: 'Only', States: { Only: state }, ...more });

describe('a state machine is understood whole or refused', () => {
  it.each([LOOP, CAUTIOUS])('reads what it can run', (definition) => {
    expect(Object.keys(loadMachine(JSON.stringify(definition)).States)).toStrictEqual(Object.keys(definition.States));
  });

  it('substitutes as a stack would', () => {
    const text = machine({ ...task, Resource: place('RolloutFunctionArn') });
    const { States } = loadMachine(text, { RolloutFunctionArn: 'arn:rollout' });
    expect(States['Only']).toMatchObject({ Resource: 'arn:rollout' });
  });

  it.each([
    { name: 'a Map', state: { Type: 'Map', ItemProcessor: {}, End: true }, says: /Type/ },
    { name: 'a Parallel', state: { Type: 'Parallel', Branches: [], End: true }, says: /Type/ },
    { name: 'a heartbeat', state: { ...task, HeartbeatSeconds: 5 }, says: /HeartbeatSeconds/ },
    { name: 'an intrinsic', state: { ...task, Parameters: { 'id.$': 'States.UUID()' } }, says: /simple path/ },
    { name: 'a wildcard', state: { ...task, InputPath: '$.list[*]' }, says: /only paths like/ },
    { name: 'a result into the context', state: { ...task, ResultPath: '$$.x' }, says: /reference path/ },
    { name: 'JSONata', state: { ...task, Arguments: {} }, says: /Arguments/ },
    { name: 'two waits', state: { Type: 'Wait', Seconds: 1, SecondsPath: '$.s', End: true }, says: /exactly one/ },
    { name: 'no wait', state: { Type: 'Wait', End: true }, says: /exactly one/ },
    { name: 'neither Next nor End', state: { Type: 'Task', Resource: 'arn:x' }, says: /exactly one of Next/ },
    { name: 'Next and End', state: { ...task, Next: 'Only' }, says: /exactly one of Next/ },
    {
      name: 'an unknown comparison',
      state: choice({ Variable: '$.x', StringMatches: 'a*' }),
      says: /StringMatches|Choices/,
    },
    { name: 'two comparisons', state: choice({ Variable: '$.x', IsNull: true, IsPresent: true }), says: /Choices/ },
    {
      name: 'a choice that leads nowhere',
      state: { Type: 'Choice', Choices: [{ Variable: '$.x', IsNull: true }] },
      says: /needs Next/,
    },
    { name: 'an unknown target', state: { Type: 'Pass', Next: 'Elsewhere' }, says: /no state Elsewhere/ },
    { name: 'a place left open', state: { ...task, Resource: place('Nothing') }, says: /Nothing/ },
  ])('refuses $name', ({ state, says }) => {
    expect(() => loadMachine(machine(state))).toThrow(says);
  });

  it('refuses a state nothing leads to, and a time limit on the whole', () => {
    const lost = { StartAt: 'Only', States: { Only: task, Lost: task } };
    expect(() => loadMachine(JSON.stringify(lost))).toThrow('nothing leads to state Lost');
    expect(() => loadMachine(machine(task, { TimeoutSeconds: 60 }))).toThrow('TimeoutSeconds');
  });
});

function choice(rule: object): object {
  return { Type: 'Choice', Choices: [{ ...rule, Next: 'Only' }] };
}
