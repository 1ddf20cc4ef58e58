import { Logger } from '@aws-lambda-powertools/logger';

/** Stable codes: alarms and tests match on these, never on sentences. Fields carry the rest. */
export const LOG = {
  fault: 'fault',
} as const;

/** JSON lines; level by POWERTOOLS_LOG_LEVEL. */
export const makeLogger = (serviceName: string): Logger => new Logger({ serviceName });
