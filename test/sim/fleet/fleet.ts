import { initRoot, newRootKey, rotateRoot } from '../../../cli/trust/root-file.ts';
import { done } from '../../../core/decision.ts';
import type { DsseEnvelope } from '../../../schemas/documents.ts';
import { createEnrolmentToken } from '../../../usecases/enrolment-token/create-enrolment-token.ts';
import type { World } from '../../../usecases/ports.ts';
import { rootOf } from '../../../usecases/trust/current-root.ts';
import { loadRoot } from '../../../usecases/trust/load-root.ts';
import { publicKeys } from '../../../usecases/trust/public-keys.ts';
import { callAs } from '../../support/call.ts';
import { good } from '../../support/content.ts';
import type { VirtualClock } from '../../support/virtual-clock.ts';
import type { Chance } from '../chance.ts';
import type { Faults } from '../faults.ts';
import { observer, type Plane } from '../plane/plane.ts';
import { type PlaneDisk, worldOn } from '../plane/plane-disk.ts';
import type { Activity } from '../plane/process.ts';
import { must } from '../watch/broken.ts';
import { checkTakenIn } from '../watch/shown.ts';
import { liar } from './lies.ts';
import { type Half, type Machine, machine } from './machine.ts';
import { wire } from './network.ts';

/** What clocks of a fleet that somebody looks after are wrong by, at most: `clock_skew` tells. */
const MOST_SKEW_MS = 300_000;

/** The machines, and what befalls them. */
export interface Fleet {
  readonly machines: readonly Machine[];
  begin(): void;
  /** Once a second: partitions, reboots and clocks that jump. */
  second(): void;
  /** Everybody is up and reachable from here on, and no clock is wrong by more than a directive lives. */
  heal(): void;
  /** Somebody comes with a token, tries for so long, and goes. */
  visit(enrolmentToken: string, ms: number): Promise<{ readonly node: string | undefined; readonly refused: boolean }>;
  pause(ms: number): Promise<void>;
}

interface Parts {
  readonly disk: PlaneDisk;
  readonly clock: VirtualClock;
  readonly calls: Activity;
  readonly faults: Faults;
  readonly plane: Plane;
  readonly chance: Chance;
  readonly fail: (error: unknown) => void;
}

/** Loads the trust root, starts the control plane and makes machines that may enrol. */
export async function beginFleet(
  { disk, clock, calls, faults, plane, chance, fail }: Parts,
  cluster: string,
): Promise<Fleet> {
  const { world: ready } = worldOn(disk, clock);
  const world = {
    ...ready,
    workflow: { start: async () => 'started', status: async () => 'absent' },
    issuing: { sign: async () => done(null) },
  } satisfies World;
  disk.rootKey = await beginTrust(world);
  const at = clock.instant();
  const tokenFor = async (half: Half): Promise<string> => {
    const body = { cluster, uses: 100, expiresIn: 'P1D', labels: { half } };
    return good(await createEnrolmentToken(world, { params: {}, query: {}, body }, callAs('Operator', { at }))).token;
  };
  const streams = observer(disk);
  const tokens = { first: await tokenFor('first'), second: await tokenFor('second') };
  await plane.restart();
  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      clock.after(ms, resolve);
    });
  const bent = liar(faults, chance.branch('lies'));
  const bootLater = (dead: Machine): void => {
    clock.after(chance.between(1_000, 40_000), () => void dead.boot());
  };
  const install = (index: number, enrolmentToken: string, own: Chance, honest: boolean): Machine => {
    const hostile = own.happens(0.5);
    return machine({
      index,
      half: halfOf(index),
      clock,
      faults,
      bent,
      ids: disk.ids,
      activity: calls,
      chance: own,
      wire: wire(plane, clock, faults, own.branch('wire'), { hostile }),
      enrolmentToken,
      lies: !honest && own.happens(0.4),
      // On a hostile wire an old answer may stand for one that never came.
      onAnswered: (request) => hostile || void checkTakenIn(request, streams, cluster).catch(fail),
      onDeath: bootLater,
    });
  };
  const machines = Array.from({ length: chance.between(2, 5) }, (_, index) =>
    install(index, tokens[halfOf(index)], chance.branch(`machine ${index}`), index === 0),
  );
  let visitors = 0;
  return {
    machines,
    begin() {
      for (const each of machines) {
        each.skewMs = chance.happens(0.3) ? chance.between(-MOST_SKEW_MS, MOST_SKEW_MS) : 0;
        void each.boot();
      }
    },
    second() {
      for (const each of machines) {
        if (faults.happens('node: partitioned'))
          each.wire.partitionedUntil = clock.now() + chance.between(5_000, chance.happens(0.1) ? 7_200_000 : 200_000);
        if (faults.happens('clock: jumps')) each.skewMs += chance.between(-120_000, 120_000);
        if (each.isUp() && faults.happens('node: rebooted')) {
          each.kill(chance.happens(0.5));
          bootLater(each);
        }
      }
    },
    heal() {
      for (const each of machines) {
        each.wire.partitionedUntil = 0;
        each.skewMs = Math.max(-MOST_SKEW_MS, Math.min(MOST_SKEW_MS, each.skewMs));
        void each.boot();
      }
    },
    pause,
    async visit(enrolmentToken, ms) {
      const visitor = install(100 + visitors, enrolmentToken, chance.branch(`visitor ${visitors++}`), true);
      await visitor.boot();
      await pause(ms);
      const node = await visitor.nodeId();
      visitor.kill(false);
      return { node, refused: visitor.log.some((line) => line.includes('"code":"enrolment_refused"')) };
    },
  };
}

/** Loads the first root, after somebody has tried to begin with the second. @returns the private root key */
async function beginTrust(world: World): Promise<string> {
  const keys = good(await publicKeys(world));
  const rootKey = newRootKey();
  const at = new Date(world.clock.now()).toISOString();
  const first = initRoot(keys, rootKey, { at });
  const second = rotateRoot(rootOf(first), keys, { at, rootKeys: [rootKey] });
  const load = (body: DsseEnvelope) => loadRoot(world, { params: {}, query: {}, body }, callAs('Admin', { at }));
  const early = await load(second);
  must('I2', !early.ok, () => 'the trust began with its second root');
  good(await load(first));
  return rootKey;
}

const halfOf = (index: number): Half => (index % 2 === 0 ? 'first' : 'second');
