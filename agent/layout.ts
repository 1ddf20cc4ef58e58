import type { Files } from './ports.ts';

/** Names below the agent's folder. @see docs/agent.md */
export const STATE = 'state.json';
export const CURRENT = 'current';
export const STORE = 'store';
export const ENVELOPES = 'envelopes';
export const RELEASES = 'releases';
export const KEYS = 'keys';

export const blobPath = (sha256: string): string => `${STORE}/${sha256}`;
export const envelopePath = (digest: string): string => `${ENVELOPES}/${digest}.json`;
export const releasePath = (folder: string): string => `${RELEASES}/${folder}`;

/** Every folder the agent uses; durable before anything is put into one. */
export async function makeFolders(files: Files): Promise<void> {
  for (const folder of [KEYS, STORE, ENVELOPES, RELEASES]) await files.makeFolder(folder);
  await files.syncFolder('.');
}
