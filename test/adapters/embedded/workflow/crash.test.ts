import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Json } from '../../../../schemas/words.ts';
import { CAUTIOUS, LOOP } from './machines.ts';
import { runMachine } from './run-machine.ts';

const id = (definition: object): object =>
  JSON.parse(
    JSON.stringify(definition).replaceAll('$.id', '$.deploymentId').replaceAll('Input.id', 'Input.deploymentId'),
  );

/** Answers from the payload alone, so that a repeated step gets the same answer. */
const holding =
  (holds: number) =>
  (payload: Json): Json => {
    const { step, round } = payload as { step: string; round: number };
    if (step === 'Release') return {};
    if (step === 'Plan') return { soakSeconds: 2, round: 0 };
    return { outcome: round < holds ? 'hold' : 'complete', soakSeconds: 2, round: round + 1 };
  };

it('a run that dies at any transitions and is taken over visits the same states in the same order', () =>
  fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 4 }),
      fc.uniqueArray(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 6 }),
      async (holds, crashes) => {
        const undisturbed = await runMachine(id(LOOP), 'd', holding(holds));
        const disturbed = await runMachine(id(LOOP), 'd', holding(holds), new Set(crashes));
        expect(disturbed.visited).toStrictEqual(undisturbed.visited);
        expect(disturbed.execution?.historyEvents).toBe(undisturbed.execution?.historyEvents);
        expect(disturbed.execution?.output).toStrictEqual(undisturbed.execution?.output);
        expect(disturbed.payloads.length).toBeGreaterThanOrEqual(undisturbed.payloads.length);
      },
    ),
    { numRuns: 25 },
  ));

it.each(Array.from({ length: 9 }, (_, index) => index + 1))(
  'dies at transition %i while retrying, and ends the same',
  async (crash) => {
    const busy = (payload: Json): Json => {
      throw Object.assign(new Error(JSON.stringify(payload)), { name: 'Busy' });
    };
    const undisturbed = await runMachine(id(CAUTIOUS), 'd', busy);
    const disturbed = await runMachine(id(CAUTIOUS), 'd', busy, new Set([crash]));
    expect(undisturbed.execution?.output).toStrictEqual({ error: 'Busy', kept: 'd' });
    expect(disturbed.visited).toStrictEqual(undisturbed.visited);
    expect(disturbed.execution?.output).toStrictEqual(undisturbed.execution?.output);
    expect(disturbed.execution?.historyEvents).toBe(undisturbed.execution?.historyEvents);
  },
);
