import * as z from 'zod';
import { PLACE, RESOURCE, type Variables } from '../shared/environment.ts';
import { IssuerConfigs } from './issuer-config.ts';

/** The people's function: reads everything, writes streams and blobs, signs nothing. */
export const Env = z.object({
  ...PLACE,
  PLUMB_PULSES_TABLE: RESOURCE.PLUMB_PULSES_TABLE,
  PLUMB_BLOBS_BUCKET: RESOURCE.PLUMB_BLOBS_BUCKET,
  PLUMB_AUDIT_BUCKET: RESOURCE.PLUMB_AUDIT_BUCKET,
  PLUMB_DATA_KEY: RESOURCE.PLUMB_DATA_KEY,
  /** Public keys alone: what the next trust root has to name. */
  PLUMB_RELEASE_KEY: RESOURCE.PLUMB_RELEASE_KEY,
  PLUMB_CHECKPOINT_KEY: RESOURCE.PLUMB_CHECKPOINT_KEY,
  PLUMB_ROLLOUT_FUNCTION: RESOURCE.PLUMB_ROLLOUT_FUNCTION,
  /** Whose tokens are believed, as JSON (functions/control/issuer-config.ts). */
  PLUMB_ISSUERS: z
    .string()
    .transform((text, { addIssue }) => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        addIssue({ code: 'custom', message: 'not JSON' });
        return z.NEVER;
      }
    })
    .pipe(IssuerConfigs),
});
export type EnvVars = Variables<typeof Env>;
