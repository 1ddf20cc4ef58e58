import type { EnvVars } from '../functions/control/env.ts';

/** Settings a deployment may be given (functions/shared/settings.ts): the optional part of every room's environment. */
type Optional<T> = { [K in keyof T as undefined extends T[K] ? K : never]?: string };
export type SettingVariables = Optional<EnvVars>;

/** Everything in which stages differ. What is not here is the same everywhere. */
export interface Stage {
  /** Who answers HTTP: an HTTP API with a JWT authorizer, or the functions' own URLs (nothing to pay above Lambda). */
  readonly ingress: 'http-api' | 'function-url';
  /** Tables, buckets, keys and people outlive their stack, and deleting them takes two steps. */
  readonly keepsData: boolean;
  /** `software` where KMS has no Ed25519: the key is sealed by the data key then. */
  readonly checkpointKey: 'kms' | 'software';
  /** How long nobody may remove a tile or checkpoint of the audit log. */
  readonly auditLockDays: number;
  /** How long logs of functions, requests and executions are kept; one of the numbers CloudWatch knows. */
  readonly logDays: 7 | 30 | 90 | 180 | 365;
  /** How long events can be replayed; 0 = no archive. */
  readonly archiveDays: number;
  /** JSON Schemas of the events in a registry of EventBridge. */
  readonly eventSchemas: boolean;
  /** Conditions on who asks KMS, and on what a request to KMS or S3 says; who does not know their keys always says no. */
  readonly requestConditions: boolean;
  /** Alarms on the sum of several metrics. */
  readonly summedAlarms: boolean;
  /** A user pool where nobody names an issuer. */
  readonly ownPeople: boolean;
  /** What the HTTP API lets through, for all callers together. */
  readonly requestsPerSecond: number;
  readonly burst: number;
  readonly settings: SettingVariables;
}

const PROD: Stage = {
  ingress: 'http-api',
  keepsData: true,
  checkpointKey: 'kms',
  auditLockDays: 3650,
  logDays: 90,
  archiveDays: 90,
  eventSchemas: true,
  requestConditions: true,
  summedAlarms: true,
  ownPeople: false,
  requestsPerSecond: 5_000,
  burst: 2_500,
  settings: {},
};

const DEV: Stage = {
  ...PROD,
  keepsData: false,
  auditLockDays: 1,
  logDays: 7,
  archiveDays: 7,
  ownPeople: true,
  requestsPerSecond: 200,
  burst: 100,
};

/** Waits as short as on one's own machine; nobody pays per request there. */
const QUICK: SettingVariables = {
  PLUMB_IDLE_CHECK_IN_SECONDS: '1',
  PLUMB_ACTIVE_CHECK_IN_SECONDS: '1',
  PLUMB_CLUSTER_CACHE_SECONDS: '0.2',
  PLUMB_ASSESS_SECONDS: '1',
};

/** What the emulators refuse is left out there (docs/decisions); what they take and forget stays in. */
const LOCAL: Stage = {
  ...DEV,
  ingress: 'function-url',
  checkpointKey: 'software',
  eventSchemas: false,
  ownPeople: false,
  settings: QUICK,
};

export const STAGES = {
  prod: PROD,
  dev: DEV,
  /** LocalStack: no HTTP API, no Cognito, no Ed25519 in KMS, no schema registry. */
  local: LOCAL,
  /** MiniStack: HTTP API with its authorizer; no archive, no alarm on a sum. */
  'local-http': { ...LOCAL, ingress: 'http-api', archiveDays: 0, requestConditions: false, summedAlarms: false },
} as const satisfies { readonly [name: string]: Stage };
export type StageName = keyof typeof STAGES;
