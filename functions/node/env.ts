import type { SettingVariables } from '../shared/settings.ts';

/** What the nodes' function is told. Read without a schema library: an idle check-in has none to spare for it. */
export interface EnvVars extends SettingVariables {
  readonly PLUMB_AUTHORITY: string;
  readonly PLUMB_CONTROL_PLANE: string;
  readonly PLUMB_STREAMS_TABLE: string;
  readonly PLUMB_PULSES_TABLE: string;
  readonly PLUMB_BLOBS_BUCKET: string;
  /** Opens the keys of node tokens and of the liveness value. */
  readonly PLUMB_DATA_KEY: string;
  /** Its public key tells envelopes that we signed and forgot from forged ones (protocol §5). */
  readonly PLUMB_RELEASE_KEY: string;
}

type Needed = { readonly [V in keyof EnvVars as EnvVars[V] extends string ? V : never]: string };

const NEEDED: { readonly [V in keyof Needed]: true } = {
  PLUMB_AUTHORITY: true,
  PLUMB_CONTROL_PLANE: true,
  PLUMB_STREAMS_TABLE: true,
  PLUMB_PULSES_TABLE: true,
  PLUMB_BLOBS_BUCKET: true,
  PLUMB_DATA_KEY: true,
  PLUMB_RELEASE_KEY: true,
};

/** @throws naming every variable that is missing */
export function readEnv(environment: { readonly [name: string]: string | undefined }): Needed {
  const missing = Object.keys(NEEDED).filter((name) => !environment[name]);
  if (missing.length > 0) throw new Error(`the environment of this function: ${missing.join(', ')} not set`);
  return Object.fromEntries(Object.keys(NEEDED).map((name) => [name, environment[name]])) as unknown as Needed;
}
