import { embeddedAuditLog } from '../../adapters/embedded/audit/audit-log.ts';
import { VERSION, versionKey } from '../../core/version/evolve.ts';
import { streamId } from '../../usecases/transact.ts';
import { virtualClock } from '../support/virtual-clock.ts';
import { must } from './broken.ts';
import { CLUSTER_NAME } from './cast.ts';
import { type Chance, chance as chanceOf } from './chance.ts';
import { anyStrategy, type Deeds, deeds } from './deeds.ts';
import { type Faults, faultsOf } from './faults.ts';
import { beginFleet, type Fleet } from './fleet.ts';
import { type History, historyOf } from './history.ts';
import type { Machine } from './machine.ts';
import { wire } from './network.ts';
import { people } from './people.ts';
import { controlPlane, observer, type Plane } from './plane.ts';
import { newDisk, type PlaneDisk } from './plane-disk.ts';
import { activity } from './process.ts';
import type { Defect } from './service.ts';
import { type Tally, tally } from './tally.ts';
import { type MachineWatch, watchMachines } from './watch-machines.ts';

export interface Simulated {
  readonly seed: number;
  /** What was broken first; undefined = nothing. */
  readonly broken: Error | undefined;
  readonly tally: Tally;
  /** Every stream and its length, in order of arrival: the same for the same seed. Keys alone are new each time. */
  readonly trace: string;
}

/** Check-ins that every node gets after faults have stopped. */
const CALM_SECONDS = 400;
const DEFECTS: readonly Defect[] = ['none', 'none', 'none', 'hook', 'errors', 'probe', 'slow'];

const SCOPES = ['partial', 'one config', undefined, undefined, undefined] as const;

/** One fleet, one control plane, some people and an hour of bad luck, all from one number. */
export async function simulate(seed: number): Promise<Simulated> {
  const chance = chanceOf(`seed ${seed}`);
  const counted = tally();
  const clock = virtualClock();
  const calls = activity();
  const faults = faultsOf(chance.branch('faults'), counted);
  const disk = newDisk(clock);
  const streams = observer(disk, clock);
  const history = historyOf(disk, streams, counted);
  const broken: Error[] = [];
  const fail = (error: unknown): void => void broken.push(error instanceof Error ? error : new Error(String(error)));
  const restarts = chance.branch('restarts');
  const plane = controlPlane(disk, clock, calls, faults, counted, () => {
    clock.after(restarts.between(500, 30_000), () => void plane.restart().catch(fail));
  });
  const fleet = await beginFleet({ disk, clock, calls, faults, plane, chance: chance.branch('fleet') }, CLUSTER_NAME);
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
  const office = wire(plane, clock, faults, chance.branch('office'), { hostile: false });
  const ask = people(office, clock, chance.branch('people'), counted, fail);
  const done = deeds(ask, history, chance.branch('deeds'), counted);
  const run: Run = { clock, chance, faults, plane, fleet, history, watch, done, disk, broken, counted };
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
  return { seed, broken: broken[0], tally: counted, trace };
}

interface Run {
  readonly clock: ReturnType<typeof virtualClock>;
  readonly chance: Chance;
  readonly faults: Faults;
  readonly plane: Plane;
  readonly fleet: Fleet;
  readonly history: History;
  readonly watch: MachineWatch;
  readonly done: Deeds;
  readonly disk: PlaneDisk;
  readonly broken: Error[];
  readonly counted: Tally;
}

async function story(run: Run): Promise<void> {
  const { clock, chance, faults, fleet, done, plane } = run;
  await during(run, done.begin());
  await during(run, done.release('none', { strategy: 'Direct' }));
  fleet.begin();
  await seconds(run, 60);
  const chapters = chance.between(3, 6);
  for (let chapter = 0; chapter < chapters; chapter++) {
    await during(run, done.release(chance.pick(DEFECTS), anyStrategy(chance), chance.pick(SCOPES)));
    const deeds = chance.between(0, 4);
    for (let deed = 0; deed < deeds; deed++) {
      await seconds(run, chance.between(2, 60));
      await during(run, done.meddle());
    }
    await seconds(run, chance.between(10, 120));
  }
  faults.stop();
  fleet.heal();
  await plane.restart();
  await seconds(run, 60);
  for (let attempt = 0; attempt < 5; attempt++) {
    await during(run, done.clear());
    await seconds(run, 60);
  }
  await during(run, done.release('none', { strategy: 'Direct', healthCheckEnabled: false }));
  await seconds(run, CALM_SECONDS);
  await checkEnd(run, clock.instant());
}

/** Lets time pass until somebody is done. */
async function during(run: Run, work: Promise<void>): Promise<void> {
  let finished = false;
  const watched = work.finally(() => {
    finished = true;
  });
  watched.catch(() => {});
  for (let passed = 0; passed < 600 && !finished; passed++) await seconds(run, 1);
  if (!finished) throw new Error('people wait for ever');
  await watched;
}

async function seconds({ clock, broken, fleet }: Run, count: number): Promise<void> {
  for (let passed = 0; passed < count; passed++) {
    fleet.second();
    await clock.advance(1000);
    if (broken[0]) throw broken[0];
  }
}

async function checkEnd(run: Run, at: string): Promise<void> {
  const { history, watch, fleet, done, disk, plane } = run;
  const cluster = history.clusters.get(CLUSTER_NAME);
  const stable = cluster?.state.stable;
  const held = [...history.deployments].filter(([, { state }]) => state.endedAt === null);
  must(
    'I8',
    held.length === 0,
    () =>
      `still open at ${at}: ${JSON.stringify(held.map(([id, { state }]) => [id, state.status, state.reasons]))} ${plane.unheard.slice(-3).join(' | ')}\n${fleet.machines.map(({ index, log, lies, skewMs }) => `machine ${index}${lies ? ' lies' : ''} ${skewMs}: ${log.slice(-6).join(' | ')}`).join('\n')}`,
  );
  const last = done.acknowledged.at(-1);
  const configs = cluster?.issued.get(stable?.digest ?? '')?.configs;
  must(
    'I8',
    last !== undefined && configs?.[last.config] === last.digest,
    () => `the last version is not stable: ${JSON.stringify(last)}`,
  );
  for (const machine of fleet.machines) checkArrived(machine, watch, stable?.digest);
  const streams = observer(disk, run.clock);
  for (const { config, version, digest } of done.acknowledged) {
    const head = await streams.load(streamId('local', VERSION.kind, versionKey(config, version)));
    must('I3', JSON.stringify(head?.state).includes(digest), () => `${config}@${version} is not ${digest}`);
    must('I3', (await disk.blobs.sizeOf(config, digest)) !== undefined, () => `${config}@${version} lost its content`);
  }
  await checkLog(disk, history);
}

function checkArrived(machine: Machine, watch: MachineWatch, stable: string | undefined): void {
  const running = watch.state(machine)?.running?.digest;
  must(
    'I8',
    machine.isUp() && running === stable,
    () => `machine ${machine.index} runs ${running}, not ${stable}: ${machine.log.slice(-4).join(' | ')}`,
  );
}

/** Every event is in the log once, in the order of its stream. */
async function checkLog({ database }: PlaneDisk, { hashes }: History): Promise<void> {
  const log = embeddedAuditLog(database);
  const logged = new Map<string, string[]>();
  for (const { stream, revision, hash } of await log.leaves(0, await log.size())) {
    const chain = logged.get(stream) ?? [];
    logged.set(stream, chain);
    must('I4', chain.push(hash) === revision, () => `${stream}#${revision} is out of order in the log`);
  }
  for (const [stream, chain] of hashes)
    must(
      'I4',
      logged.get(stream)?.join() === chain.join(),
      () => `${stream}: ${chain.length} events, ${logged.get(stream)?.length ?? 0} in the log`,
    );
}
