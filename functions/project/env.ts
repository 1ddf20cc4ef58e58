import * as z from 'zod';
import { PLACE, RESOURCE, type Variables } from '../shared/environment.ts';

/** The feed: read models, audit log and its checkpoints, events out, executions started. */
export const Env = z.object({
  ...PLACE,
  PLUMB_BLOBS_BUCKET: RESOURCE.PLUMB_BLOBS_BUCKET,
  PLUMB_AUDIT_BUCKET: RESOURCE.PLUMB_AUDIT_BUCKET,
  PLUMB_CHECKPOINT_KEY: RESOURCE.PLUMB_CHECKPOINT_KEY,
  /** Opens the checkpoint key where that is `software`. */
  PLUMB_DATA_KEY: RESOURCE.PLUMB_DATA_KEY,
  PLUMB_STATE_MACHINE: RESOURCE.PLUMB_STATE_MACHINE,
  PLUMB_BUS: RESOURCE.PLUMB_BUS,
  PLUMB_ROLLOUT_FUNCTION: RESOURCE.PLUMB_ROLLOUT_FUNCTION,
});
export type EnvVars = Variables<typeof Env>;
