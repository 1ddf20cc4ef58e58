/**
 * List prices in USD, us-east-1, before any free tier. Change them here when they change; nothing else does.
 * Checked against the tables of the services in November 2026.
 */
export const PRICES = {
  /** HTTP API, a million requests up to 300 million a month. */
  apiRequests: 1.0 / 1e6,
  lambdaRequests: 0.2 / 1e6,
  /** arm64, a second of a gigabyte. */
  lambdaGigabyteSeconds: 1.33334e-5,
  readUnits: 0.125 / 1e6,
  writeUnits: 0.625 / 1e6,
  s3Gets: 0.4 / 1e6,
  s3Puts: 5 / 1e6,
  kmsRequests: 0.03 / 1e4,
  kmsSignatures: 0.15 / 1e4,
  /** CloudWatch Logs, a byte taken in. */
  logBytes: 0.5 / 1e9,
  egressBytes: 0.09 / 1e9,
  stateTransitions: 25 / 1e6,
  /** Each a month. */
  kmsKeys: 1,
  alarmMetrics: 0.1,
  dashboards: 3,
  customMetrics: 0.3,
} as const;

/** A month of 30 days, as prices per month are meant. */
export const MONTH_SECONDS = 2_592_000;
