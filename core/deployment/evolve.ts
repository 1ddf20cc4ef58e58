import { Strategy } from '../../schemas/strategy.ts';
import type { StreamKind } from '../stream.ts';
import type { DeploymentEvent } from './events.ts';
import type { DeploymentState } from './state.ts';

const INITIAL: DeploymentState = {
  id: '',
  exists: false,
  cluster: '',
  snapshot: { name: '', revision: 0, digest: '' },
  contentDigest: '',
  strategy: Strategy.parse({ strategy: 'Direct' }),
  selector: null,
  status: 'planning',
  run: 0,
  plan: null,
  generation: null,
  baseline: null,
  phase: null,
  advanced: 0,
  counts: null,
  reasons: [],
  breachedAt: null,
  breachTriggers: [],
  rollbackOf: null,
  rolledBackBy: null,
  startedBy: '',
  startedAt: '',
  endedAt: null,
  traceId: '',
};

const evolve = (state: DeploymentState, event: DeploymentEvent): DeploymentState => {
  switch (event.type) {
    case 'DeploymentStarted': {
      const { type: _type, at, justification: _justification, ...started } = event;
      return { ...state, ...started, exists: true, status: 'planning', run: 1, startedAt: at };
    }
    case 'DeploymentPlanned': {
      const { plan, generation, digest, baseline } = event;
      const planned = { plan, generation, ...(digest && { digest }), baseline };
      return { ...state, ...planned, status: 'running', phase: null, advanced: 0 };
    }
    case 'PhaseReleased':
      return { ...state, phase: { ...event.phase, releasedAt: event.at, provenAt: null }, counts: null, reasons: [] };
    case 'PhaseProven':
      return {
        ...state,
        phase: state.phase && { ...state.phase, provenAt: event.at },
        counts: event.counts,
        reasons: [],
      };
    case 'PhaseAdvanced':
      return { ...state, advanced: event.phase };
    case 'DeploymentWaiting':
      return { ...state, reasons: event.reasons, counts: event.counts };
    case 'DeploymentHeld':
      return { ...state, status: 'held', reasons: [{ code: event.reason }], counts: event.counts };
    case 'DeploymentPaused':
      return { ...state, status: 'paused' };
    case 'DeploymentResumed':
      return { ...state, status: state.plan ? 'running' : 'planning', run: event.run, reasons: [] };
    case 'RunRenewed':
      return { ...state, run: event.run };
    case 'DeploymentWidened':
      return {
        ...state,
        status: 'planning',
        run: event.run,
        selector: null,
        plan: null,
        phase: null,
        advanced: 0,
        reasons: [],
      };
    case 'HealthBreached':
      return { ...state, breachedAt: event.at, breachTriggers: event.breach.findings.map(({ trigger }) => trigger) };
    case 'DeploymentRolledBack':
      return { ...ended(state, event.at), status: 'rolled_back', rolledBackBy: event.by };
    case 'DeploymentStopped':
      return { ...ended(state, event.at), status: 'stopped' };
    case 'DeploymentHalted':
      return { ...ended(state, event.at), status: 'halted', reasons: [event.reason] };
    case 'DeploymentCompleted':
      return { ...ended(state, event.at), status: 'completed', counts: event.counts };
    case 'DeploymentReported':
      return { ...state, counts: event.counts, reported: true };
  }
};

/** What only a running deployment needs leaves the head; the events keep it. */
const ended = (state: DeploymentState, at: string): DeploymentState => ({
  ...state,
  endedAt: at,
  baseline: null,
  reasons: [],
});

/** Key = deployment id. */
export const DEPLOYMENT: StreamKind<DeploymentState, DeploymentEvent> = {
  kind: 'deployment',
  schemaVersion: 1,
  initial: INITIAL,
  evolve,
};
