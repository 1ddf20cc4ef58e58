import type { DeploymentReport } from '../../schemas/deployment-report.ts';
import type { DeploymentEvent } from './events.ts';
import type { DeploymentState } from './state.ts';

/** A deployment with everything that happened to it. */
export interface Told {
  readonly state: DeploymentState;
  readonly events: readonly DeploymentEvent[];
}

/** The last event of a type. */
function last<T extends DeploymentEvent['type']>(
  events: readonly DeploymentEvent[],
  type: T,
): Extract<DeploymentEvent, { type: T }> | undefined {
  return events.findLast((event): event is Extract<DeploymentEvent, { type: T }> => event.type === type);
}

/**
 * What happened and why, with the figures: computed from events alone, so it can be told again at any time.
 * @param rollback the deployment that undid it, when one did
 */
export function report({ state, events }: Told, rollback: Told | undefined): DeploymentReport {
  const breach = last(events, 'HealthBreached');
  const closed =
    last(events, 'DeploymentRolledBack') ?? last(events, 'DeploymentHalted') ?? last(events, 'DeploymentStopped');
  const failing = events.findLast(
    (event) => event.type === 'PhaseReleased' && breach !== undefined && event.at <= breach.at,
  );
  return {
    id: state.id,
    cluster: state.cluster,
    outcome: state.status,
    automatic: closed !== undefined && closed.type !== 'DeploymentStopped' && closed.automatic,
    ...(closed?.justification ? { justification: closed.justification } : {}),
    ...(breach && { breach: breach.breach }),
    ...(breach && failing && { detectionMilliseconds: Date.parse(breach.at) - Date.parse(failing.at) }),
    ...(rollback && { rollback: ofRollback(rollback) }),
    timeline: events.map(timelineEntry),
  };
}

function ofRollback({ state, events }: Told): NonNullable<DeploymentReport['rollback']> {
  const reported = last(events, 'DeploymentReported');
  const { id, status, generation, counts } = state;
  return {
    id,
    outcome: status,
    ...(generation !== null && { generation }),
    ...(typeof reported?.executionMilliseconds === 'number' && {
      executionMilliseconds: reported.executionMilliseconds,
    }),
    ...(counts && { counts }),
  };
}

function timelineEntry(event: DeploymentEvent): DeploymentReport['timeline'][number] {
  const { type, at } = event;
  switch (event.type) {
    case 'PhaseReleased':
      return { at, type, phase: event.phase.phase, detail: `${event.phase.nodes} nodes, ${event.phase.mode}` };
    case 'PhaseProven':
      return { at, type, phase: event.phase, detail: `${event.counts.applied} nodes` };
    case 'DeploymentWaiting':
      return { at, type, phase: event.phase, detail: event.reasons.map(({ code }) => code).join(', ') };
    case 'DeploymentHeld':
      return { at, type, phase: event.phase, detail: event.reason };
    case 'PhaseAdvanced':
      return { at, type, phase: event.phase, detail: event.justification };
    case 'HealthBreached':
      return {
        at,
        type,
        phase: event.breach.phase,
        detail: event.breach.findings.map(({ trigger }) => trigger).join(', '),
      };
    default:
      return { at, type };
  }
}
