import { virtualClock } from '../support/virtual-clock.ts';
import { CLUSTER_NAME } from './cast.ts';
import { chance as chanceOf } from './chance.ts';
import { faultsOf } from './faults.ts';
import { beginFleet } from './fleet/fleet.ts';
import { wire } from './fleet/network.ts';
import { people } from './people/ask.ts';
import { office } from './people/office.ts';
import './plane/loaded.ts';
import { controlPlane, observer } from './plane/plane.ts';
import { newDisk } from './plane/plane-disk.ts';
import { activity } from './plane/process.ts';
import { type Run, story } from './story.ts';
import { tally as newTally, type Tally } from './tally.ts';
import { historyOf } from './watch/history.ts';
import { watchMachines } from './watch/watch-machines.ts';

export interface Simulated {
  readonly seed: number;
  /** What was broken first; undefined = nothing. */
  readonly broken: Error | undefined;
  readonly tally: Tally;
  /** Every stream and its length, in order of arrival: the same for the same seed. Keys alone are new each time. */
  readonly trace: string;
}

/** One fleet, one control plane, some people and an hour of bad luck, all from one number. */
export async function simulate(seed: number): Promise<Simulated> {
  const chance = chanceOf(`seed ${seed}`);
  const tally = newTally();
  const clock = virtualClock();
  const calls = activity();
  const faults = faultsOf(chance.branch('faults'), tally);
  const disk = newDisk(clock);
  const streams = observer(disk);
  const history = historyOf(disk, streams, tally);
  const broken: Error[] = [];
  const fail = (error: unknown): void => void broken.push(error instanceof Error ? error : new Error(String(error)));
  const restarts = chance.branch('restarts');
  const plane = controlPlane(disk, clock, calls, faults, tally, chance.branch('plane'), () => {
    clock.after(restarts.between(500, 30_000), () => void plane.restart().catch(fail));
  });
  const fleet = await beginFleet(
    { disk, clock, calls, faults, plane, chance: chance.branch('fleet'), fail },
    CLUSTER_NAME,
  );
  const watch = watchMachines(fleet.machines);
  let checking = false;
  clock.settleWith(async () => {
    await calls.quiet();
    if (broken.length > 0 || checking) return;
    checking = true;
    try {
      await history.look();
      await watch.look(history.clusters.get(CLUSTER_NAME));
    } catch (error) {
      fail(error);
    } finally {
      checking = false;
    }
  });
  const ask = people({
    wire: wire(plane, clock, faults, chance.branch('office'), { hostile: false }),
    clock,
    chance: chance.branch('people'),
    tally,
    disk,
    fail,
  });
  const run: Run = {
    ...office({ ask, history, fleet, disk, chance: chance.branch('deeds'), tally }),
    clock,
    plot: chance.branch('plot'),
    faults,
    plane,
    watch,
    calls,
    broken,
  };
  try {
    await story(run);
  } catch (error) {
    fail(error);
  }
  plane.crash();
  disk.database.close();
  const trace = [...history.hashes]
    .map(([stream, chain]) => `${stream.replace(/identity-key\/\w+/, 'identity-key')}#${chain.length}`)
    .join();
  return { seed, broken: broken[0], tally, trace };
}
