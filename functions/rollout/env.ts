import * as z from 'zod';
import { PLACE, RESOURCE, type Variables } from '../shared/environment.ts';

/** Steps of the state machine, and everything that is signed with the release key. */
export const Env = z.object({
  ...PLACE,
  PLUMB_PULSES_TABLE: RESOURCE.PLUMB_PULSES_TABLE,
  PLUMB_BLOBS_BUCKET: RESOURCE.PLUMB_BLOBS_BUCKET,
  /** The newest checkpoint goes into every directive. */
  PLUMB_AUDIT_BUCKET: RESOURCE.PLUMB_AUDIT_BUCKET,
  PLUMB_RELEASE_KEY: RESOURCE.PLUMB_RELEASE_KEY,
  /** Asked how an execution ended; never started from here. */
  PLUMB_STATE_MACHINE: RESOURCE.PLUMB_STATE_MACHINE,
});
export type EnvVars = Variables<typeof Env>;
