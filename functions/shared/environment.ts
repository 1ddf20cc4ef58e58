import * as z from 'zod';
import type { SettingVariables } from './settings.ts';

const name = z.string().min(1).max(2048);

/** What every room is told. */
export const PLACE = {
  /** Region that writes here; first part of every stream id. */
  PLUMB_AUTHORITY: z.string().regex(/^[a-z0-9-]{1,32}$/),
  /** Id of this control plane: `aud` of assertions, `controlPlane` of documents. */
  PLUMB_CONTROL_PLANE: name,
  PLUMB_STREAMS_TABLE: name,
} as const;

/** Names and ARNs of what more a room may use; each room lists its own. */
export const RESOURCE = {
  PLUMB_PULSES_TABLE: name,
  PLUMB_BLOBS_BUCKET: name,
  PLUMB_AUDIT_BUCKET: name,
  /** ARN of the KMS key that signs releases, directives, labels and version statements. */
  PLUMB_RELEASE_KEY: name,
  /** ARN of the KMS key that signs checkpoints; `software` where KMS has no Ed25519: sealed by the data key. */
  PLUMB_CHECKPOINT_KEY: name,
  /** ARN of the symmetric KMS key under which the keys of the keyring are stored. */
  PLUMB_DATA_KEY: name,
  PLUMB_STATE_MACHINE: name,
  PLUMB_BUS: name,
  /** ARN of the function that may sign. */
  PLUMB_ROLLOUT_FUNCTION: name,
} as const;

/** The variables of a room: those it cannot do without, and the settings it may be given. */
export type Variables<E extends z.ZodType> = z.input<E> & SettingVariables;

/**
 * Reads the environment of a room once, when it starts; what else is set there is not looked at.
 * @throws naming every variable that is missing or cannot be used
 */
export function readEnvironment<E extends z.ZodType>(
  shape: E,
  environment: { readonly [name: string]: string | undefined },
): z.output<E> {
  const read = shape.safeParse(environment);
  if (read.success) return read.data;
  const faults = read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new Error(`the environment of this function: ${faults.join('; ')}`);
}
