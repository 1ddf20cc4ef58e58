import type { Settings } from './ports.ts';

/** Embedded defaults (design.md §7): one-second check-ins, because nothing has to be paid per request. */
export const EMBEDDED_SETTINGS: Settings = {
  idleCheckInSeconds: 1,
  activeCheckInSeconds: 1,
  clusterCacheSeconds: 0.2,
  staleAfterSeconds: 120,
  assessSeconds: 1,
  directiveLifetimeSeconds: 24 * 3600,
  checkpointSeconds: 5,
  blobUrlSeconds: 300,
  nodeTokenSeconds: 600,
  swapAttempts: 3,
  swapBackoffSeconds: 2,
};

/** Defaults on AWS, where every request and every state transition is paid for. */
export const AWS_SETTINGS: Settings = {
  ...EMBEDDED_SETTINGS,
  idleCheckInSeconds: 30,
  activeCheckInSeconds: 5,
  clusterCacheSeconds: 5,
  assessSeconds: 15,
  checkpointSeconds: 60,
};

/** For large fleets that may take five minutes to hear of a change, and as long to be missed (design.md §7). */
export const ECONOMY_SETTINGS: Settings = { ...AWS_SETTINGS, idleCheckInSeconds: 300, activeCheckInSeconds: 15 };
