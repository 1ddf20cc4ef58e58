import { z } from 'zod';
import type { Settings } from '../usecases/ports.ts';
import { EMBEDDED_SETTINGS } from '../usecases/settings.ts';

const seconds = z.coerce
  .number()
  .positive()
  .max(366 * 24 * 3600);
const wholeSeconds = seconds.int();

/** What a person may set; units are in the names. */
const SHAPES: { readonly [K in keyof Settings]: z.ZodType<Settings[K]> } = {
  idleCheckInSeconds: seconds,
  activeCheckInSeconds: seconds,
  staleAfterSeconds: seconds,
  assessSeconds: wholeSeconds,
  clusterCacheSeconds: z.coerce.number().min(0).max(5),
  directiveLifetimeSeconds: wholeSeconds.min(60),
  checkpointSeconds: wholeSeconds.max(60),
  blobUrlSeconds: wholeSeconds,
  nodeTokenSeconds: wholeSeconds.max(600),
  swapAttempts: z.coerce.number().int().min(1).max(100),
  swapBackoffSeconds: seconds,
};

/** `assessSeconds` → `PLUMB_ASSESS_SECONDS` */
export const variableOf = (setting: string): string =>
  `PLUMB_${setting.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;

/**
 * Settings of this server: the embedded defaults, and over them what the environment says.
 * @throws naming the variable that cannot be used
 */
export function settingsFrom(environment: { readonly [name: string]: string | undefined }): Settings {
  const given = Object.entries(SHAPES).flatMap(([setting, shape]) => {
    const text = environment[variableOf(setting)];
    if (text === undefined || text === '') return [];
    const parsed = shape.safeParse(text);
    if (!parsed.success) throw new Error(`${variableOf(setting)}: ${z.prettifyError(parsed.error)}`);
    return [[setting, parsed.data]];
  });
  return { ...EMBEDDED_SETTINGS, ...(Object.fromEntries(given) as Partial<Settings>) };
}
