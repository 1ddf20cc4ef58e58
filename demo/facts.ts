import { readFileSync } from 'node:fs';
import type { BrokenRollout } from './chapters/break.ts';
import type { Stage } from './stage.ts';

interface Seen {
  readonly type: string;
  readonly at: string;
  readonly stream: string;
  readonly payload: { readonly [name: string]: unknown } | null;
}

export interface Facts {
  readonly nodes: number;
  readonly deployments: readonly { strategy: string; outcome: string; phases: number; milliseconds: number }[];
  readonly rollback: { trigger: string; detectionMilliseconds: number; executionMilliseconds: number } | null;
  readonly requests: { served: number; failedInsideWindow: number; failedOutsideWindow: number };
  readonly drift: { found: number; resolved: number };
}

const OUTCOME: Readonly<Record<string, string>> = {
  DeploymentCompleted: 'completed',
  DeploymentRolledBack: 'rolled_back',
  DeploymentHalted: 'halted',
  DeploymentStopped: 'stopped',
};
const ms = (at: string): number => Date.parse(at);

/** Computed from the audit feed and the load generator's own log, not from what the story believes. */
export async function gatherFacts(stage: Stage, broken: BrokenRollout, loadLog: string): Promise<Facts> {
  const { plumb, people, nodes, config } = stage;
  const all = await plumb.quietly<{ events: Seen[] }>(people.operator, 'audit', 'events', '--all');
  // Others may have been on this control plane before: streams of this cluster are those that say so.
  const ours = new Set(all.events.filter(({ payload }) => payload?.['cluster'] === config).map(({ stream }) => stream));
  const events = all.events.filter(({ stream }) => ours.has(stream));
  const histories = Map.groupBy(
    events.filter(({ stream }) => stream.includes('/deployment/')),
    ({ stream }) => stream.slice(stream.lastIndexOf('/') + 1),
  );
  const requests = readLoad(loadLog);
  const window = badWindow(histories, broken);
  const failures = requests.filter(({ status }) => status !== 200);
  const inside = failures.filter(({ at }) => at >= window.from && at <= window.to);
  // Resource pressure comes and goes with the machine the demo runs on.
  const changed = events.filter(
    ({ payload }) => (payload?.['finding'] as { kind?: string } | undefined)?.kind === 'config',
  );
  return {
    nodes: nodes.length,
    deployments: [...histories.values()].map(summary),
    rollback: rollbackFacts(histories, broken, inside[0]?.at),
    requests: {
      served: requests.length - failures.length,
      failedInsideWindow: inside.length,
      failedOutsideWindow: failures.length - inside.length,
    },
    drift: { found: count(changed, 'DriftDetected'), resolved: count(changed, 'DriftResolved') },
  };
}

const count = (events: readonly Seen[], type: string): number => events.filter((event) => event.type === type).length;

function summary(events: readonly Seen[]): Facts['deployments'][number] {
  const first = events[0];
  const last = events.find(({ type }) => Object.hasOwn(OUTCOME, type));
  const strategy = first?.payload?.['strategy'] as { strategy?: string } | undefined;
  return {
    strategy: String(strategy?.strategy),
    outcome: OUTCOME[last?.type ?? ''] ?? 'open',
    phases: count(events, 'PhaseReleased'),
    milliseconds: first && last ? ms(last.at) - ms(first.at) : 0,
  };
}

/** From the first phase of the bad version to the proof that the old content is everywhere again. */
function badWindow(histories: ReadonlyMap<string, readonly Seen[]>, { deploymentId, rollbackId }: BrokenRollout) {
  const released = histories.get(deploymentId)?.find(({ type }) => type === 'PhaseReleased');
  const undone = histories.get(rollbackId)?.find(({ type }) => type === 'DeploymentCompleted');
  return { from: ms(released?.at ?? ''), to: ms(undone?.at ?? '') };
}

/** Detection counts from the first request that failed for a customer; execution is the rollback's own report. */
function rollbackFacts(
  histories: ReadonlyMap<string, readonly Seen[]>,
  { deploymentId, rollbackId }: BrokenRollout,
  firstFailure: number | undefined,
): Facts['rollback'] {
  const breached = histories.get(deploymentId)?.find(({ type }) => type === 'HealthBreached');
  const reported = histories.get(rollbackId)?.find(({ type }) => type === 'DeploymentReported');
  if (!breached || firstFailure === undefined) return null;
  const breach = breached.payload?.['breach'] as { findings?: readonly { trigger?: string }[] } | undefined;
  return {
    trigger: String(breach?.findings?.[0]?.trigger),
    detectionMilliseconds: ms(breached.at) - firstFailure,
    executionMilliseconds: Number(reported?.payload?.['executionMilliseconds'] ?? Number.NaN),
  };
}

const readLoad = (path: string): { at: number; status: number }[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [at, , status] = line.split(' ');
      return { at: Number(at), status: Number(status) };
    });
