import { Logger } from '@aws-lambda-powertools/logger';

/** Stable codes: alarms and tests match on these, never on sentences. Fields carry the rest. */
export const LOG = {
  /** Something failed on our side. */
  fault: 'fault',
  /** A stream cannot be folded and was set aside; `stream`, `attempts`, `retryAt`. */
  streamParked: 'stream_parked',
  /** A stream that was set aside is folded again; `stream`, `attempts`. */
  streamReleased: 'stream_released',
  /** The audit log does not extend the checkpoint signed last. */
  logNotExtended: 'log_not_extended',
} as const;

/** JSON lines; level by POWERTOOLS_LOG_LEVEL. */
export const makeLogger = (serviceName: string): Logger => new Logger({ serviceName });
