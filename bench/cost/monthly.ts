import type { Settings } from '../../usecases/ports.ts';
import type { Measured } from './measure.ts';
import { MONTH_SECONDS, PRICES } from './prices.ts';

/** What is supposed of a fleet; everything else is counted. */
export const SUPPOSED = {
  /** Deployments a node sees in a month, and how long each keeps the fleet at its fast cadence. */
  deployments: 60,
  deploymentSeconds: 900,
  /** What Lambda charges for a request, and its memory. */
  billedSeconds: 0.008,
  gigabytes: 0.25,
  logBytes: 30,
  /** Requests a second that one environment takes before Lambda starts another. */
  requestsPerEnvironment: 10,
  /** Transitions of the state machine for each look at a deployment. */
  transitionsPerLook: 3,
} as const;

export type Ingress = 'http-api' | 'function-url';
export type Share = readonly [what: string, dollars: number];

const lambda = PRICES.lambdaRequests + SUPPOSED.billedSeconds * SUPPOSED.gigabytes * PRICES.lambdaGigabyteSeconds;

/**
 * Dollars a month for 1,000 nodes: operations counted on the real handlers, times list prices. What is downloaded is
 * left out, for it depends on the content alone.
 */
export function monthly(measured: Measured, settings: Settings, ingress: Ingress): readonly Share[] {
  const nodes = 1000;
  const busySeconds = SUPPOSED.deployments * SUPPOSED.deploymentSeconds;
  const idle = (nodes * (MONTH_SECONDS - busySeconds)) / settings.idleCheckInSeconds;
  const active = (nodes * busySeconds) / settings.activeCheckInSeconds;
  const tokenSeconds = Math.max(settings.nodeTokenSeconds * 0.8, settings.idleCheckInSeconds);
  // A token is renewed with the first check-in after it is due.
  const tokens =
    (nodes * MONTH_SECONDS) / (Math.ceil(tokenSeconds / settings.idleCheckInSeconds) * settings.idleCheckInSeconds);
  const receipts = nodes * SUPPOSED.deployments;
  const requests = idle + active + tokens + receipts;
  const looks = MONTH_SECONDS / 60 + busySeconds / settings.assessSeconds;
  const environments = Math.max(1, requests / MONTH_SECONDS / SUPPOSED.requestsPerEnvironment);
  const refreshes = (environments * MONTH_SECONDS) / Math.max(5, settings.clusterCacheSeconds);
  const { idle: i, active: a, token: t, receipt: r } = measured;
  const reads = idle * i.reads + active * a.reads + tokens * t.reads + receipts * r.reads;
  const writes = idle * i.writes + active * a.writes + tokens * t.writes + receipts * r.writes;
  const perRequest = lambda + SUPPOSED.logBytes * PRICES.logBytes + measured.answerBytes * PRICES.egressBytes;
  return [
    ['requests through the HTTP API', ingress === 'http-api' ? requests * PRICES.apiRequests : 0],
    ['Lambda, logs, answers', requests * perRequest],
    ['DynamoDB: writes of nodes', writes * PRICES.writeUnits],
    ['DynamoDB: reads of nodes', reads * PRICES.readUnits],
    ['DynamoDB: what processes share', refreshes * 2 * measured.sharedReads * PRICES.readUnits],
    ['looks: silence each minute, deployments', looks * measured.look * PRICES.readUnits],
    [
      'steps of deployments',
      (busySeconds / settings.assessSeconds) * (SUPPOSED.transitionsPerLook * PRICES.stateTransitions + lambda),
    ],
  ];
}

export const total = (shares: readonly Share[]): number => shares.reduce((sum, [, dollars]) => sum + dollars, 0);

/** What the same check-ins would cost with a write and a full log line for each, through an HTTP API (figures §2 a). */
export function naive({ idleCheckInSeconds, activeCheckInSeconds }: Settings): number {
  const busySeconds = SUPPOSED.deployments * SUPPOSED.deploymentSeconds;
  const requests = 1000 * ((MONTH_SECONDS - busySeconds) / idleCheckInSeconds + busySeconds / activeCheckInSeconds);
  const each = PRICES.apiRequests + lambda + PRICES.writeUnits + 0.5 * PRICES.readUnits;
  return requests * (each + 300 * PRICES.logBytes + 500 * PRICES.egressBytes);
}

/** Dollars a month that are paid with no node at all. */
export const atRest = ({
  alarms,
  keys,
  tasksPerMinute,
}: {
  alarms: number;
  keys: number;
  tasksPerMinute: number;
}): readonly Share[] => [
  ['KMS keys', keys * PRICES.kmsKeys],
  ['alarms', alarms * PRICES.alarmMetrics],
  ['dashboard', PRICES.dashboards],
  ['schedules', tasksPerMinute * (MONTH_SECONDS / 60) * lambda],
  ['checkpoints, at most one a minute', (MONTH_SECONDS / 60) * PRICES.kmsSignatures],
];
