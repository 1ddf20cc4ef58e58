import { embeddedAuditLog } from '../../../adapters/embedded/audit/audit-log.ts';
import { executionStore } from '../../../adapters/embedded/workflow/execution-store.ts';
import { VERSION, type VersionState, versionKey } from '../../../core/version/evolve.ts';
import { streamId } from '../../../usecases/transact.ts';
import { CLUSTER_NAME } from '../cast.ts';
import type { Machine } from '../fleet/machine.ts';
import type { Office } from '../people/office.ts';
import { observer, type Plane } from '../plane/plane.ts';
import type { PlaneDisk } from '../plane/plane-disk.ts';
import { must } from './broken.ts';
import type { History } from './history.ts';
import type { MachineWatch } from './watch-machines.ts';

/** What must be so once faults have stopped and everybody had time. @throws Broken */
export async function checkEnd(
  { history, fleet, acknowledged, disk }: Office,
  watch: MachineWatch,
  plane: Plane,
): Promise<void> {
  const cluster = history.clusters.get(CLUSTER_NAME);
  const stable = cluster?.state.stable;
  const open = [...history.deployments].filter(([, { state }]) => state.endedAt === null);
  must('I8', open.length === 0, () => `still open\n${situation(history, fleet.machines, plane)}`);
  for (const machine of fleet.machines) checkArrived(machine, watch, stable?.digest);
  const last = history.deployments.get(stable?.deploymentId ?? '');
  // Where nobody was online the plan says so, and is for nobody: nodes that come back take what is stable.
  const proven = (last?.provenBy ?? 0) > 0 || last?.state.plan?.nodes === 0;
  must('I5', proven, () => `${stable?.deploymentId} was completed, and nobody had proven it`);
  const streams = observer(disk);
  for (const { config, version, digest } of acknowledged) {
    const head = await streams.load(streamId('local', VERSION.kind, versionKey(config, version)));
    const state = head?.state as VersionState | undefined;
    must('I3', state?.profile?.digest === digest, () => `${config}@${version} is not ${digest}`);
    const whole = state?.erased || (await disk.blobs.sizeOf(config, digest)) !== undefined;
    must('I3', Boolean(whole), () => `${config}@${version} lost its content`);
  }
  await checkLog(disk, history);
}

/** Deployments that should go on and that nothing drives. */
export function undriven({ history, disk }: Pick<Office, 'history' | 'disk'>): string[] {
  const executions = executionStore(disk.database);
  return [...history.deployments].flatMap(
    ([
      id,
      {
        state: { status, run },
      },
    ]) => {
      const goesOn = status === 'planning' || status === 'running';
      return goesOn && !executions.find(`${id}-${run}`) ? [id] : [];
    },
  );
}

/** What was published last is what is stable. */
export function checkStable(
  { history, fleet }: Office,
  plane: Plane,
  last: { readonly config: string; readonly digest: string },
): void {
  const cluster = history.clusters.get(CLUSTER_NAME);
  const configs = cluster?.issued.get(cluster.state.stable?.digest ?? '')?.configs;
  must(
    'I8',
    configs?.[last.config] === last.digest,
    () => `the last version is not stable: ${JSON.stringify(last)}\n${situation(history, fleet.machines, plane)}`,
  );
}

/** What somebody needs to see who asks why. */
function situation({ clusters, deployments }: History, machines: readonly Machine[], plane: Plane): string {
  const { state } = clusters.get(CLUSTER_NAME) ?? {};
  const { lock, signingStopped, generation, epoch, stable, pins } = state ?? {};
  const recent = [...deployments.values()].slice(-3).map(({ state: each }) => {
    const { id, status, reasons, run, startedBy, rollbackOf } = each;
    return JSON.stringify({ id, status, reasons, run, startedBy, rollbackOf });
  });
  return [
    JSON.stringify({ lock, signingStopped, generation, epoch, stable: stable?.generation, pins: pins?.length }),
    ...recent,
    `unheard: ${plane.unheard.slice(-3).join(' | ')}`,
    ...machines.map(
      ({ index, log, lies }) =>
        `machine ${index}${lies ? ' lies' : ''}: ${log.slice(-Number(process.env['LOGS'] ?? 6)).join(' | ')}`,
    ),
  ].join('\n');
}

export function checkArrived(machine: Machine, watch: MachineWatch, stable: string | undefined): void {
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
