import type { ExecutionStore } from '../../../adapters/embedded/workflow/execution-store.ts';
import type { Json } from '../../../schemas/words.ts';
import type { World } from '../../../usecases/ports.ts';
import type { VirtualClock } from '../../support/virtual-clock.ts';
import type { Chance } from '../chance.ts';
import type { Fault, Faults } from '../faults.ts';
import type { ProcessLife } from './process.ts';

const PORTS = ['streams', 'pulses', 'blobs', 'signer', 'keyring', 'bus', 'views', 'log', 'witness', 'schemas'] as const;
type Port = (typeof PORTS)[number];
type Call = () => Promise<unknown>;

/** Longer than all retries of a step take. */
const OUTAGE_MS = 900_000;

interface Surroundings {
  readonly life: ProcessLife;
  readonly faults: Faults;
  readonly chance: Chance;
  readonly crash: () => void;
  readonly count: (name: string) => void;
  readonly clock: VirtualClock;
}

/** Each port belongs to one life of the process, and fails or ends that life as the seed says. */
export function faultyPorts(world: Pick<World, Port>, { life, faults, chance, crash, count, clock }: Surroundings) {
  let failingUntil = 0;
  const crashing = async <T>(name: string, run: () => Promise<T>): Promise<T> => {
    if (faults.happens(`${name}: crash before` as Fault)) return ended(crash);
    const value = await run();
    return faults.happens(`${name}: crash after` as Fault) ? ended(crash) : value;
  };
  const append = async (run: Call): Promise<unknown> => {
    if (faults.happens('append: fails')) throw new Error('append fails');
    const stored = await crashing('append', run);
    if (faults.happens('append: stored, reply lost')) throw new Error('the reply of append is lost');
    return stored;
  };
  const failing = (fault: Fault) => async (run: Call) => {
    if (faults.happens(fault)) throw new Error(fault);
    return run();
  };
  const through: Partial<Record<string, (run: Call) => Promise<unknown>>> = {
    'streams.append': append,
    'blobs.put': failing('blobs: fails'),
    'blobs.get': failing('blobs: fails'),
    'signer.sign': failing('signer: fails'),
    'pulses.put': failing('pulses: fails'),
    'pulses.prove': failing('pulses: fails'),
    'pulses.refresh': failing('pulses: fails'),
    'views.commit': failing('views: fails'),
  };
  const stray = async (invoke: (payload: Json) => Promise<Json>, sent: StepPayload): Promise<void> => {
    await life.pause(clock, chance.between(0, 60_000));
    await life.work(() => invoke(strayOf(sent, chance)));
  };
  const wrap = <T extends object>(port: string, target: T): T =>
    new Proxy(target, {
      get(object, method: string) {
        const original = Reflect.get(object, method) as (...given: unknown[]) => Promise<unknown>;
        const way = through[`${port}.${method}`] ?? ((run: Call) => run());
        const call = (...given: unknown[]) => life.call(() => way(() => original.apply(object, given)));
        if (`${port}.${method}` === 'blobs.put') return afterDecision(call);
        if (port !== 'streams') return call;
        // What takes a while lets others come between; the store itself has no say in that order.
        return async (...given: unknown[]) => {
          if (faults.happens('store: slow')) await life.pause(clock, chance.between(10, 3_000));
          return call(...given);
        };
      },
    });
  const wrapped = Object.fromEntries(PORTS.map((port) => [port, wrap(port, world[port])])) as Pick<World, Port>;
  return {
    ...wrapped,
    executions: (store: ExecutionStore): ExecutionStore => ({
      ...store,
      create: (execution) =>
        life.call(async () => {
          if (faults.happens('workflow: start fails')) throw new Error('the start fails');
          return store.create(execution);
        }),
      save: (execution) =>
        life.call(async () => {
          if (faults.happens('workflow: crash before store')) return ended(crash);
          await store.save(execution);
          if (faults.happens('workflow: crash after store')) return ended(crash);
        }),
    }),
    steps: (invoke: (payload: Json) => Promise<Json>) => (payload: Json) =>
      life.work(async () => {
        const { step } = payload as { readonly step: string };
        const dies = (when: 'before' | 'after'): boolean => {
          if (!faults.happens(`workflow: crash ${when} step`)) return false;
          count(`crash at step: ${step}`);
          return true;
        };
        if (dies('before')) return ended<Json>(crash);
        if (faults.happens('workflow: stray step')) void stray(invoke, payload as StepPayload).catch(() => {});
        if (faults.happens('workflow: steps fail for long')) failingUntil = clock.now() + OUTAGE_MS;
        if (clock.now() < failingUntil && !faults.stopped()) throw new Error('steps fail for long');
        if (faults.happens('workflow: step fails')) throw new Error('the step fails');
        const answer = await invoke(payload);
        const { outcome, reason = '' } = answer as { readonly outcome: string; readonly reason?: string };
        count(`step: ${step} ${outcome} ${/^[0-9a-f-]{36}$/.test(reason) ? 'by another' : reason}`.trim());
        return dies('after') ? ended<Json>(crash) : answer;
      }),
  };
}

type StepPayload = { readonly [field: string]: Json } & { readonly step: string; readonly run: number };

/** A step that nobody should have sent: late, early, of another run, or out of its order. The rules are in the steps. */
const strayOf = (sent: StepPayload, chance: Chance): StepPayload => {
  const { deploymentId, run, loops } = sent as StepPayload & { readonly deploymentId: string; readonly loops: number };
  const fence = { deploymentId, run: Math.max(1, run + chance.pick([-1, 0, 0, 0, 0, 1])), loops };
  const step = chance.pick([
    'same',
    'plan',
    'release-phase',
    'release-phase',
    'assess',
    'roll-back',
    'complete',
    'report',
  ] as const);
  if (step === 'same') return sent;
  return step === 'release-phase' ? { step, ...fence, phase: chance.between(1, 4) } : { step, ...fence };
};

/** A blob that waits for a decision is no call under way: that may wait for time, and for ever when the process dies. */
const afterDecision =
  (put: (...given: unknown[]) => Promise<unknown>) =>
  async (...given: unknown[]): Promise<unknown> => {
    const [, , when] = given;
    await when;
    return put(...given);
  };

/** The caller is gone with the process; `life.call` lets nothing come back. */
function ended<T>(crash: () => void): Promise<T> {
  crash();
  return Promise.reject(new Error('crashed'));
}
