import { expect } from 'vitest';
import { heapBytes, namesIn, type Rows, rowsOf } from './census.ts';
import type { Day } from './grown.ts';
import { arrived, createConfigs, release } from './release.ts';
import { type Stage, stage } from './stage.ts';

const HOURS_A_DAY = 24;
/** A release begins so often, half an hour before its restart. */
const RELEASE_EVERY_HOURS = 6;
const MINUTE = 60_000;
/** Long enough for everybody to have come back and said all there is to say. */
const SETTLED = 5 * MINUTE;

async function dayOf({ disk, fleet }: Stage): Promise<Day> {
  const names = await Promise.all(fleet.machines.map(({ files }) => namesIn(files)));
  return { rows: rowsOf(disk.database), files: names.flat().length, heapBytes: heapBytes() };
}

/** Machines whose agent did not begin anew, whole. */
const notBack = ({ fleet }: Stage) =>
  fleet.machines.filter(({ log, isUp }) => !isUp() || !log.some((line) => /^booted .*"intact":true/.test(line)));

/** What is not the same after as before; commands of nodes are forgotten after an hour. */
function added(before: Rows, after: Rows): Rows {
  const names = Object.keys(after).filter((name) => name !== 'commands of nodes');
  return Object.fromEntries(
    names.map((name) => [name, (after[name] ?? 0) - (before[name] ?? 0)]).filter(([, more]) => more !== 0),
  );
}

/**
 * Control plane and agents end without warning once an hour, every sixth time in the middle of a release, in which an
 * agent is killed in a write besides.
 * @param leave what a restart leaves behind besides, for who tests this test
 * @returns what there was after each day
 */
export async function restartHourly(
  hours: number,
  leave: (stage: Stage) => void = () => {},
): Promise<{ readonly days: readonly Day[]; readonly restarts: number }> {
  const world = await stage();
  const { disk, clock, plane, fleet, chance, during } = world;
  const ends: Day[] = [];
  let restarts = 0;
  try {
    await during(createConfigs(world));
    fleet.begin();
    await clock.advance(10 * MINUTE);
    for (let hour = 0; hour < hours; hour++) {
      const releasing = hour % RELEASE_EVERY_HOURS === 0;
      const minor = hour + 1;
      const id = releasing ? await during(release(world, minor)) : undefined;
      if (releasing) world.killInWrite(chance.between(1, 60));
      const begun = clock.now();
      await clock.advance(releasing ? chance.between(1, 8) * MINUTE : MINUTE);
      const before = rowsOf(disk.database);
      for (const { log } of fleet.machines) log.length = 0; // of the test, not of the agent
      await world.restart();
      leave(world);
      restarts++;
      await clock.advance(SETTLED);
      expect(notBack(world)).toStrictEqual([]);
      if (!releasing) expect({ hour, ...added(before, rowsOf(disk.database)) }).toStrictEqual({ hour });
      await clock.advance(60 * MINUTE - (clock.now() - begun));
      if (id !== undefined) await arrived(world, id, minor);
      if (hour % HOURS_A_DAY === HOURS_A_DAY - 1) ends.push(await dayOf(world));
    }
    expect(plane.unheard).toStrictEqual([]);
    expect(world.failed).toStrictEqual([]);
    return { days: ends, restarts };
  } finally {
    world.close();
  }
}
