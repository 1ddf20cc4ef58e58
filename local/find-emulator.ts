import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { rootFolder } from './deploy/trust.ts';
import type { Emulator, EmulatorName } from './emulator.ts';
import { LOCAL } from './folders.ts';
import { startLocalStack } from './localstack/start.ts';
import { startMiniStack } from './ministack/start.ts';
import { endAll, runs } from './process/remembered.ts';
import { dropState, readJson, writeJson } from './state.ts';

/** The stage of the app that each emulator can take (lib/stages.ts). */
export const STAGE_ON = { localstack: 'local', ministack: 'local-http', 'ministack-iam': 'local-http' } as const;

const answers = (url: string): Promise<boolean> =>
  fetch(url, { signal: AbortSignal.timeout(5_000) }).then(
    ({ ok }) => ok,
    () => false,
  );

/**
 * What answers at AWS_ENDPOINT_URL, by its own word.
 * @returns undefined when nothing that we know does
 */
export async function givenEmulator(endpoint: string): Promise<{ emulator: Emulator; kind: EmulatorName } | undefined> {
  const emulator: Emulator = { name: 'given', endpoint: endpoint.replace(/\/$/, ''), processes: [] };
  if (await answers(`${emulator.endpoint}/_ministack/health`)) return { emulator, kind: 'ministack' };
  if (await answers(`${emulator.endpoint}/_localstack/health`)) return { emulator, kind: 'localstack' };
  return undefined;
}

const fileOf = (name: EmulatorName): string => join(LOCAL, `${name}.emulator.json`);

/** The one that was started before and still runs, else a new, empty one. */
export async function startOrFind(name: EmulatorName): Promise<{ emulator: Emulator; fresh: boolean }> {
  const before = readJson<Emulator>(fileOf(name));
  if (before && runs(name, 'emulator')) return { emulator: before, fresh: false };
  await endAll(name); // what stood in front of one that died
  dropState(name);
  rmSync(fileOf(name), { force: true });
  rmSync(rootFolder(name), { recursive: true, force: true }); // of a control plane that is no more
  const emulator = name === 'localstack' ? await startLocalStack() : await startMiniStack(name);
  writeJson(fileOf(name), emulator);
  return { emulator, fresh: true };
}

/** Ends an emulated AWS and all that was started with it; what it held is lost. */
export async function takeDown(name: Emulator['name']): Promise<void> {
  await endAll(name);
  dropState(name);
  if (name !== 'given') rmSync(fileOf(name), { force: true });
}
