import type { Settings } from '../../usecases/ports.ts';

type Environment = { readonly [name: string]: string | undefined };

/** `assessSeconds` → `ASSESS_SECONDS` */
type Screaming<S extends string> = S extends `${infer Letter}${infer Rest}`
  ? Letter extends Lowercase<Letter>
    ? `${Uppercase<Letter>}${Screaming<Rest>}`
    : `_${Letter}${Screaming<Rest>}`
  : '';
/** The variables that tune a room, all optional; units are in the names. */
export type SettingVariables = { readonly [S in keyof Settings as `PLUMB_${Screaming<S>}`]?: string };

interface Bounds {
  readonly min: number;
  readonly max: number;
  /** Else fractions may be given. */
  readonly whole: boolean;
}
const YEAR_SECONDS = 366 * 24 * 3600;
const whole = (min: number, max = YEAR_SECONDS): Bounds => ({ min, max, whole: true });
const part = (min: number, max = YEAR_SECONDS): Bounds => ({ min, max, whole: false });
const SOME_SECONDS = 0.001;

/** What a person may set. Read without a schema library: the node function has none to spare for it. */
const BOUNDS: { readonly [S in keyof Settings]: Bounds } = {
  idleCheckInSeconds: part(SOME_SECONDS),
  activeCheckInSeconds: part(SOME_SECONDS),
  staleAfterSeconds: part(SOME_SECONDS),
  assessSeconds: whole(1),
  clusterCacheSeconds: part(0, 5), // protocol §4
  directiveLifetimeSeconds: whole(60),
  checkpointSeconds: whole(1, 60), // protocol §6
  blobUrlSeconds: whole(1),
  nodeTokenSeconds: whole(1, 600), // protocol §4
  swapAttempts: whole(1, 100),
  swapBackoffSeconds: part(SOME_SECONDS),
};

/** `assessSeconds` → `PLUMB_ASSESS_SECONDS` */
export const variableOf = (setting: string): string =>
  `PLUMB_${setting.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;

/**
 * Settings of this control plane: these defaults, and over them what the environment says; empty says nothing.
 * @throws naming the variable that cannot be used
 */
export function settingsFrom(environment: Environment, defaults: Settings): Settings {
  const given = Object.entries(BOUNDS).flatMap(([setting, bounds]) => {
    const text = environment[variableOf(setting)];
    return text === undefined || text === '' ? [] : [[setting, read(variableOf(setting), text, bounds)]];
  });
  return { ...defaults, ...(Object.fromEntries(given) as Partial<Settings>) };
}

function read(variable: string, text: string, { min, max, whole: isWhole }: Bounds): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= min && value <= max && (!isWhole || Number.isInteger(value))) return value;
  throw new Error(`${variable}: ${isWhole ? 'a whole number' : 'a number'} from ${min} to ${max}, not "${text}"`);
}
