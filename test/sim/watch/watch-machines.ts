import { sha256Hex } from '../../../core/integrity/digest.ts';
import { compareReleases } from '../../../core/node/order.ts';
import { inCohort } from '../../../core/node/rank.ts';
import { AgentState } from '../../../schemas/agent-state.ts';
import type { Machine } from '../fleet/machine.ts';
import { Broken, must } from './broken.ts';
import { type ClusterHistory, type Issued, placeOf, sameMap } from './history.ts';

/** Looks at what every machine holds and shows to its readers. */
export interface MachineWatch {
  /** Looks at those whose disk was written since. @throws Broken */
  look(cluster: ClusterHistory | undefined): Promise<void>;
  state(machine: Machine): AgentState | undefined;
}

export function watchMachines(machines: readonly Machine[]): MachineWatch {
  const writes = new Map<Machine, number>();
  const states = new Map<Machine, AgentState>();
  const installs = new Map<Machine, number>();
  const lookAt = async (machine: Machine, cluster: ClusterHistory): Promise<void> => {
    const name = `machine ${machine.index}`;
    if (installs.get(machine) !== machine.installs()) states.delete(machine);
    installs.set(machine, machine.installs());
    const bytes = await machine.files.read('state.json');
    const before = states.get(machine);
    const state = bytes && readState(name, bytes);
    // What a killed agent left behind may not be durable yet; nobody has acted on it.
    if (state && machine.isUp()) states.set(machine, state);
    must('I2', !before || state !== undefined, () => `${name} forgot all it knew`);
    const floor = before?.floor;
    if (floor && state?.floor) {
      const higher = state.floor.epoch > floor.epoch || state.floor.generation >= floor.generation;
      must('I2', higher, () => `${name} went below its floor ${placeOf(floor)}: ${placeOf(state.floor ?? floor)}`);
    }
    const { floor: mark, running: runs } = state ?? {};
    if (mark && runs)
      must(
        'I2',
        compareReleases(runs, mark) >= 0,
        () => `${name} runs ${placeOf(runs)}, below its floor ${placeOf(mark)}`,
      );
    await checkShown(machine, name, cluster);
    const { running, node, labels } = state ?? {};
    if (!running || !node || running.digest === before?.running?.digest) return;
    const named = cluster.candidates.filter(({ digest }) => digest === running.digest);
    const meant = named.some((candidate) => inCohort(candidate, node.nodeId, labels?.labels ?? null));
    const stable = cluster.everCompleted.has(running.digest);
    must('I5', meant || stable, () => `${name} runs ${placeOf(running)}, in no phase released so far`);
  };
  return {
    state: (machine) => states.get(machine),
    async look(cluster) {
      if (!cluster) return;
      for (const machine of machines) {
        const now = machine.writes();
        if (writes.get(machine) === now) continue;
        writes.set(machine, now);
        await lookAt(machine, cluster);
      }
    },
  };
}

function readState(name: string, bytes: Uint8Array): AgentState {
  try {
    return AgentState.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch (error) {
    throw new Broken('I2', `${name} cannot read its state: ${String(error)}`);
  }
}

async function checkShown({ files }: Machine, name: string, { issued }: ClusterHistory): Promise<void> {
  const target = await files.readLink('current');
  if (target === undefined) return;
  const shown = Object.fromEntries(
    await Promise.all(
      (await files.list('current')).map(async (config) => {
        const bytes = await files.read(`current/${config}`);
        return [config, bytes ? sha256Hex(bytes) : ''] as const;
      }),
    ),
  );
  const place = /^releases\/(\d+-\d+)/.exec(target)?.[1];
  const there = [...issued.values()].filter((each: Issued) => each.signed && placeOf(each.release) === place);
  must(
    'I2',
    there.some(({ configs }) => sameMap(configs, shown)),
    () => `${name} shows ${target}: ${JSON.stringify(shown)}`,
  );
}
