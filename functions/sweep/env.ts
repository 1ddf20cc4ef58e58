import * as z from 'zod';
import { PLACE, RESOURCE, type Variables } from '../shared/environment.ts';

/** Schedules: silence noticed, lost starts repaired, the keys of node tokens rotated. */
export const Env = z.object({
  ...PLACE,
  PLUMB_PULSES_TABLE: RESOURCE.PLUMB_PULSES_TABLE,
  PLUMB_DATA_KEY: RESOURCE.PLUMB_DATA_KEY,
  PLUMB_STATE_MACHINE: RESOURCE.PLUMB_STATE_MACHINE,
});
export type EnvVars = Variables<typeof Env>;
