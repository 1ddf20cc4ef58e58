import { StateMachine } from 'aws-local-stepfunctions';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../schemas/words.ts';
import { CAUTIOUS, LOOP } from './machines.ts';
import { runMachine, type Visit } from './run-machine.ts';

interface Ended {
  readonly states: readonly Visit[];
  readonly payloads: readonly Json[];
  readonly output: Json;
  readonly error: string | null;
}
type Handler = (payload: Json, call: number) => Json;

/** The same machine in somebody else's interpreter. */
async function oracle(definition: { readonly States: object }, input: Json, handler: Handler): Promise<Ended> {
  const payloads: Json[] = [];
  const invoke = async (payload: Json): Promise<Json> => {
    payloads.push(payload);
    return handler(payload, payloads.length);
  };
  const names = Object.keys(definition.States);
  // A copy, because it writes into what it is given.
  const run = new StateMachine(structuredClone(definition) as never).run(input as never, {
    context: { Execution: { Input: input as never } },
    overrides: {
      taskResourceLocalHandlers: Object.fromEntries(names.map((name) => [name, invoke as never])),
      waitTimeOverrides: Object.fromEntries(names.map((name) => [name, 0])),
      retryIntervalOverrides: Object.fromEntries(names.map((name) => [name, 0])),
    },
  });
  const ended: Promise<Pick<Ended, 'output' | 'error'>> = run.result.then(
    (output: unknown) => ({ output: output as Json, error: null }),
    (error: Error) => ({ output: null, error: (error.cause as Error).name }),
  );
  const states: Visit[] = [];
  for await (const { type, state } of run.eventLogs as AsyncIterable<{ type: string; state: Visit & object }>) {
    if (type === 'StateEntered') states.push({ name: state.name, input: state.input });
  }
  return { states, payloads, ...(await ended) };
}

async function ours(
  definition: object,
  input: { deploymentId: string; run: number },
  handler: Handler,
): Promise<Ended> {
  const { execution, visited, payloads } = await runMachine(definition, input.deploymentId, handler);
  const { output = null, failure = null } = execution ?? {};
  // A Lambda function's Cause is a JSON text on AWS; over there it is the message alone.
  const states = JSON.parse(JSON.stringify(visited), (key, value) =>
    key === 'Cause' ? JSON.parse(value).errorMessage : value,
  );
  return { states, payloads, output, error: failure?.error ?? null };
}

const input = { deploymentId: 'd-1', run: 1 };
/** The loop reads its id where our executions have one. */
const loop = JSON.parse(
  JSON.stringify(LOOP).replaceAll('$.id', '$.deploymentId').replaceAll('Input.id', 'Input.deploymentId'),
);
const cautious = JSON.parse(JSON.stringify(CAUTIOUS).replaceAll('$.id', '$.deploymentId'));

const outcomes =
  (...said: string[]): Handler =>
  (payload): Json => {
    const { step } = payload as { step: string };
    if (step === 'Plan') return { soakSeconds: 3, round: 1 };
    return step === 'Release'
      ? { released: true }
      : { outcome: said.shift() ?? 'complete', soakSeconds: 1, round: said.length, noise: 9 };
  };
class Busy extends Error {
  override name = 'Busy';
}
const busyTimes =
  (times: number, fault: () => Error): Handler =>
  (_payload, call) => {
    if (call <= times) throw fault();
    return { call };
  };

describe('the stepper agrees with aws-local-stepfunctions on states, payloads and output', () => {
  it.each([
    { name: 'straight through', definition: loop, handler: () => outcomes('complete') },
    { name: 'holding and going on', definition: loop, handler: () => outcomes('hold', 'hold', 'next', 'complete') },
    { name: 'into Fail', definition: loop, handler: () => outcomes('hold', 'roll_back') },
    { name: 'no failure', definition: cautious, handler: () => busyTimes(0, () => new Busy('busy')) },
    { name: 'retries that help', definition: cautious, handler: () => busyTimes(2, () => new Busy('busy')) },
    { name: 'the second retrier', definition: cautious, handler: () => busyTimes(1, () => new RangeError('far')) },
    { name: 'the first catcher', definition: cautious, handler: () => busyTimes(9, () => new Busy('busy')) },
    { name: 'the second catcher', definition: cautious, handler: () => busyTimes(9, () => new RangeError('far')) },
  ])('$name', async ({ definition, handler }) => {
    const theirs = await oracle(definition, input, handler());
    expect(theirs.states.length).toBeGreaterThan(0);
    expect(await ours(definition, input, handler())).toStrictEqual(theirs);
  });
});
