import type { VirtualClock } from '../support/virtual-clock.ts';
import { CLUSTER_NAME } from './cast.ts';
import type { Chance } from './chance.ts';
import type { Faults } from './faults.ts';
import type { Defect } from './fleet/service.ts';
import { anyStrategy } from './people/any-strategy.ts';
import { createConfigs } from './people/authoring.ts';
import { anyDeed } from './people/deeds.ts';
import { loadKeptRoots, rotate } from './people/governing.ts';
import type { Office } from './people/office.ts';
import { release } from './people/releasing.ts';
import { clear, recover, startAgain } from './people/steering.ts';
import { adoptLost, forceSyncAll, unquarantineAll } from './people/tending.ts';
import { backUp, rootsOf, setBack } from './plane/backup.ts';
import type { Plane } from './plane/plane.ts';
import type { Activity } from './plane/process.ts';
import { must } from './watch/broken.ts';
import { checkArrived, checkEnd, checkStable, undriven } from './watch/end.ts';
import type { MachineWatch } from './watch/watch-machines.ts';

export interface Run extends Office {
  readonly clock: VirtualClock;
  readonly plot: Chance;
  readonly faults: Faults;
  readonly plane: Plane;
  readonly watch: MachineWatch;
  readonly calls: Activity;
  readonly broken: Error[];
}

/** Long stories are seldom: more of them are told in the same time. */
const CHAPTERS = [1, 1, 2, 2, 4] as const;
const DEFECTS: readonly Defect[] = ['none', 'none', 'none', 'hook', 'errors', 'probe', 'slow'];
const SCOPES = ['partial', 'one config', undefined, undefined, undefined] as const;
/** Check-ins that every node gets, at most, after faults have stopped and the last release is out. */
const CALM_SECONDS = 400;
/** After which an operator helps those who have not proven yet. */
const PATIENCE_SECONDS = 150;
/** Until read models are folded again that a fault left behind, and what they show is repaired. */
const REPAIR_SECONDS = 330;
/** And how long it must stay so. */
const STEADY_SECONDS = 30;

/** Releases and deeds under faults; then all is put right, and everybody must arrive. */
export async function story(run: Run): Promise<void> {
  const { faults, fleet, plane, plot } = run;
  await during(run, createConfigs(run));
  await during(run, release(run, 'none', { strategy: 'Direct' }));
  fleet.begin();
  await seconds(run, 20);
  const backups = backupsOf(run);
  const chapters = plot.pick(CHAPTERS);
  for (let chapter = 0; chapter < chapters; chapter++) {
    await during(run, release(run, plot.pick(DEFECTS), anyStrategy(plot), plot.pick(SCOPES)));
    const deeds = plot.between(1, 6);
    for (let deed = 0; deed < deeds; deed++) {
      await seconds(run, plot.between(2, 60));
      await during(run, anyDeed(plot)(run));
      await backups.turn();
    }
    await seconds(run, plot.between(10, 90));
  }
  faults.stop();
  fleet.heal();
  await plane.restart();
  await seconds(run, 30);
  await driven(run);
  await putRight(run);
  await arrive(run);
  await checkEnd(run, run.watch, plane);
}

/** An operator who copies the database now and then, and has to set it back once in a while. */
function backupsOf(run: Run): { turn(): Promise<void> } {
  const { faults, plot } = run;
  let goBack: (() => Promise<void>) | undefined;
  return {
    async turn() {
      if (goBack && faults.happens('plane: set back to a backup')) {
        await goBack();
        goBack = undefined;
      } else if (!goBack && plot.happens(0.3)) goBack = await rememberNow(run);
    },
  };
}

/** Copies the database. @returns what sets it back, as an operator does after a disaster */
async function rememberNow(run: Run): Promise<() => Promise<void>> {
  const { disk, history, acknowledged, latest, plane, calls, plot } = run;
  await calls.quiet();
  await history.look();
  const backup = await backUp(disk);
  const rewind = history.mark();
  const then = { acknowledged: acknowledged.length, latest: [...latest] };
  return async () => {
    if (plot.happens(0.3)) await during(run, rotate(run, true)); // and the backup knows nothing of it
    plane.crash();
    await calls.quiet();
    for (const root of await rootsOf(disk)) disk.keptRoots.set(root.payload, root);
    setBack(disk, backup, plot.happens(0.5));
    rewind();
    acknowledged.length = then.acknowledged;
    latest.clear();
    for (const [config, version] of then.latest) latest.set(config, version);
    if (plot.happens(0.5)) await goOnUnaware(run);
    await seconds(run, 60);
  };
}

/** Nobody has noticed yet, and no node is there to show it: numbers are given out a second time. */
async function goOnUnaware(run: Run): Promise<void> {
  const { fleet, clock, plot } = run;
  for (const { wire } of fleet.machines) wire.partitionedUntil = clock.now() + plot.between(20_000, 90_000);
  await during(run, plot.pick([startAgain, recover])(run));
}

/** Nobody has to notice a start that was lost. */
async function driven(run: Run): Promise<void> {
  for (let waited = 0; waited < REPAIR_SECONDS && undriven(run).length > 0; waited += 10) await seconds(run, 10);
  must('I8', undriven(run).length === 0, () => `nothing drives ${undriven(run)}`);
}

/** What operators do by their runbooks until nothing is in the way any more. */
async function putRight(run: Run): Promise<void> {
  await during(run, loadKeptRoots(run));
  await during(run, createConfigs(run));
  if (run.disk.outrun) await during(run, rotate(run, true));
  for (let attempt = 0; attempt < 10; attempt++) {
    const found = [
      await during(run, adoptLost(run)),
      await during(run, unquarantineAll(run)),
      await during(run, clear(run)),
    ];
    if (!found.includes(true)) return;
    await seconds(run, 25);
  }
}

/** The last release; then every node must come to it, and stay. */
async function arrive(run: Run): Promise<void> {
  const { fleet, watch, history } = run;
  await during(run, release(run, 'none', { strategy: 'Direct', healthCheckEnabled: false }));
  const last = run.acknowledged.at(-1);
  must('I8', last !== undefined, () => 'nothing could be published');
  const arrived = (): boolean => {
    try {
      if (last) checkStable(run, run.plane, last);
      const stable = history.clusters.get(CLUSTER_NAME)?.state.stable?.digest;
      for (const machine of fleet.machines) checkArrived(machine, watch, stable);
      return true;
    } catch {
      return false;
    }
  };
  for (let waited = 0; waited < CALM_SECONDS && !arrived(); waited += 10) {
    if (waited === PATIENCE_SECONDS) {
      await during(run, unquarantineAll(run));
      await during(run, forceSyncAll(run));
    }
    await seconds(run, 10);
  }
  await seconds(run, STEADY_SECONDS);
  if (last) checkStable(run, run.plane, last);
}

/** Lets time pass until somebody is done. */
async function during<T>(run: Run, work: Promise<T>): Promise<T> {
  let finished = false;
  const watched = work.finally(() => {
    finished = true;
  });
  watched.catch(() => {});
  for (let passed = 0; passed < 900 && !finished; passed++) await seconds(run, 1);
  if (!finished) throw new Error('people wait for ever');
  return watched;
}

async function seconds({ clock, broken, fleet }: Run, count: number): Promise<void> {
  for (let passed = 0; passed < count; passed++) {
    fleet.second();
    await clock.advance(1000);
    if (broken[0]) throw broken[0];
  }
}
