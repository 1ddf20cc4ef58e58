import { expect } from 'vitest';
import { heapBytes, namesIn, type Rows, rowsOf } from './census.ts';
import { arrived, createConfigs, release } from './release.ts';
import { type Stage, stage } from './stage.ts';

const HOURS_A_DAY = 24;
/** A release begins so often, half an hour before its restart. */
const RELEASE_EVERY_HOURS = 6;
const MINUTE = 60_000;
/** Long enough for everybody to have come back and said all there is to say. */
const SETTLED = 5 * MINUTE;

/** What there was at the end of a day. */
export interface Day {
  readonly rows: Rows;
  /** In the folders of all agents together. */
  readonly files: number;
  readonly heapBytes: number;
}

async function dayOf({ disk, fleet }: Stage): Promise<Day> {
  const names = await Promise.all(fleet.machines.map(({ files }) => namesIn(files)));
  // What a test's machine wrote in its log is of the test.
  for (const { log } of fleet.machines) log.length = 0;
  return { rows: rowsOf(disk.database), files: names.flat().length, heapBytes: heapBytes() };
}

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
 * @returns what there was after each day
 */
export async function restartHourly(
  days: number,
): Promise<{ readonly days: readonly Day[]; readonly restarts: number }> {
  const world = await stage();
  const { disk, clock, plane, fleet, chance, during } = world;
  const ends: Day[] = [];
  let restarts = 0;
  try {
    await during(createConfigs(world));
    fleet.begin();
    await clock.advance(10 * MINUTE);
    for (let hour = 0; hour < days * HOURS_A_DAY; hour++) {
      const releasing = hour % RELEASE_EVERY_HOURS === 0;
      const minor = hour + 1;
      const id = releasing ? await during(release(world, minor)) : undefined;
      if (releasing) world.killInWrite(chance.between(1, 60));
      const begun = clock.now();
      await clock.advance(releasing ? chance.between(1, 8) * MINUTE : MINUTE);
      const before = rowsOf(disk.database);
      await world.restart();
      restarts++;
      await clock.advance(SETTLED);
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
