import { join } from 'node:path';
import { openDatabase } from '../../../adapters/embedded/database/open-database.ts';
import { AWS_SETTINGS } from '../../../usecases/settings.ts';
import { CLUSTER_NAME } from '../../sim/cast.ts';
import { chance as chanceOf } from '../../sim/chance.ts';
import type { Faults } from '../../sim/faults.ts';
import { beginFleet } from '../../sim/fleet/fleet.ts';
import { wire } from '../../sim/fleet/network.ts';
import { people } from '../../sim/people/ask.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { virtualClock } from '../../support/virtual-clock.ts';
import '../../sim/plane/loaded.ts';
import { controlPlane } from '../../sim/plane/plane.ts';
import { newDisk, type PlaneDisk } from '../../sim/plane/plane-disk.ts';
import { activity } from '../../sim/plane/process.ts';
import { tally as newTally } from '../../sim/tally.ts';

/** A week of it is told in a minute. */
const SETTINGS = {
  ...AWS_SETTINGS,
  idleCheckInSeconds: 300,
  activeCheckInSeconds: 15,
  staleAfterSeconds: 1800,
  assessSeconds: 30,
};

/** The production parts of the simulator, without its bad luck; each life of the control plane opens its file anew. */
export async function stage() {
  const chance = chanceOf('a week');
  const tally = newTally();
  const clock = virtualClock();
  const calls = activity();
  clock.settleWith(() => calls.quiet());
  const path = join(tempFolder(), 'plumbline.sqlite');
  const open = () => {
    const opened = openDatabase(path);
    // Nobody cuts the power of this test, and waiting for the disk would be most of it.
    opened.sql.exec('PRAGMA synchronous = OFF');
    return opened;
  };
  let database = open();
  const { database: unused, ...rest } = newDisk(clock);
  unused.close();
  const disk: PlaneDisk = {
    ...rest,
    settings: SETTINGS,
    get database() {
      return database;
    },
  };
  let writesLeft = 0;
  const faults: Faults = {
    happens: (fault) => fault === 'disk: killed in a write' && writesLeft > 0 && --writesLeft === 0,
    stop: () => {},
    stopped: () => false,
  };
  const plane = controlPlane(disk, clock, calls, faults, tally, chance.branch('plane'), () => {});
  const failed: unknown[] = [];
  const fail = (error: unknown): void => void failed.push(error);
  const fleet = await beginFleet(
    { disk, clock, calls, faults, plane, chance: chance.branch('fleet'), fail },
    CLUSTER_NAME,
  );
  const ask = people({
    wire: wire(plane, clock, faults, chance.branch('office'), { hostile: false }),
    clock,
    chance: chance.branch('people'),
    tally,
    disk,
    fail: (error) => void failed.push(error),
  });
  return {
    disk,
    clock,
    plane,
    fleet,
    ask,
    chance,
    failed,
    /** An agent is killed in its so many-th write from now. */
    killInWrite(writes: number) {
      writesLeft = writes;
    },
    /** Every process ends without warning, and begins again. */
    async restart() {
      plane.crash();
      for (const machine of fleet.machines) machine.kill(false);
      await calls.quiet();
      database.close();
      database = open();
      await plane.restart();
      for (const machine of fleet.machines) await machine.boot();
    },
    close() {
      plane.crash();
      for (const machine of fleet.machines) machine.kill(false);
      database.close();
    },
    /** Moves time on until the work is done. */
    async during<T>(work: Promise<T>): Promise<T> {
      let done = false;
      const ended = () => {
        done = true;
      };
      work.then(ended, ended);
      while (!done) await clock.advance(1_000);
      return work;
    },
  };
}
export type Stage = Awaited<ReturnType<typeof stage>>;
