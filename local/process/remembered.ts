import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Emulator } from '../emulator.ts';
import { LOCAL } from '../folders.ts';
import { readJson, writeJson } from '../state.ts';
import { endMarked, type ProcessMark, stillRuns } from './process-mark.ts';

/** What runs beside an emulated AWS, and itself. */
export type Part = 'emulator' | 'issuer' | 'front';
type Parts = Partial<Record<Part, readonly ProcessMark[]>>;

const fileOf = (emulator: Emulator['name']): string => join(LOCAL, `${emulator}.processes.json`);
const parts = (emulator: Emulator['name']): Parts => readJson<Parts>(fileOf(emulator)) ?? {};

/** Notes who was started, at once: whatever happens next, `--down` finds them. */
export const remember = (emulator: Emulator['name'], part: Part, processes: readonly ProcessMark[]): void =>
  writeJson(fileOf(emulator), { ...parts(emulator), [part]: processes });

/** Whether all of a part still run; false when it was never started. */
export const runs = (emulator: Emulator['name'], part: Part): boolean =>
  parts(emulator)[part]?.every(stillRuns) ?? false;

export async function endPart(emulator: Emulator['name'], part: Part): Promise<void> {
  for (const marked of parts(emulator)[part] ?? []) await endMarked(marked);
}

/** Ends everything that was started for an emulated AWS: first what stands in front of it. */
export async function endAll(emulator: Emulator['name']): Promise<void> {
  for (const part of ['front', 'issuer', 'emulator'] as const) await endPart(emulator, part);
  rmSync(fileOf(emulator), { force: true });
}
