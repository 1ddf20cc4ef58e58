import type { Target } from '../core/node/choose-target.ts';
import type { OpenRelease } from '../core/node/open-release.ts';
import { compareReleases } from '../core/node/order.ts';
import { swapFailed } from '../core/node/swap-retry.ts';
import type { AgentState } from '../schemas/agent-state.ts';
import { countFromActivation, probeAfterSwitch } from './health.ts';
import { save } from './held.ts';
import { CURRENT } from './layout.ts';
import { type Life, logOf } from './life.ts';
import { noteRefusal } from './note-refusal.ts';
import { readBack } from './read-back.ts';
import { queued } from './receipts.ts';
import { currentFolder, materialise, pruneFolders, show, showNothing } from './release-folder.ts';
import { runHook } from './run-hook.ts';
import { readBlob } from './store.ts';

const placeOf = ({ digest, word: { epoch, generation } }: OpenRelease) => ({ epoch, generation, digest });

/**
 * Switches to a release: build, note that it begins, turn the link, run the hook, prove. When the hook refuses, the
 * link goes back to the last good release and the hook is told so.
 * @returns false when the store did not hold all of it after all
 */
export async function activate(life: Life, release: OpenRelease, target: Target): Promise<boolean> {
  const { ports, held } = life;
  const before = await currentFolder(life);
  await pruneFolders(life, [before, held.state.running?.folder]);
  const folder = await materialise(life, release);
  if (folder === undefined) return false;
  // Before the switch: a release that takes the machine down with it must count as tried when the node is back.
  await save(ports.files, held, { switching: placeOf(release) });
  await show(life, folder);
  const hook = await runHook(life, release);
  if (!hook.ok) await goBack(life, release, hook.reason);
  else await commit(life, release, target, folder);
  return true;
}

/** The same content at another generation: floor, receipt and running release move, and nothing else. */
export async function adopt(life: Life, release: OpenRelease, target: Target): Promise<void> {
  const folder = life.held.state.running?.folder;
  if (folder !== undefined) await commit(life, release, target, folder);
}

async function commit(life: Life, release: OpenRelease, target: Target, folder: string): Promise<void> {
  const { ports, held } = life;
  await countFromActivation(life);
  const probe = await probeAfterSwitch(life);
  life.observed = await readBack(ports.files, CURRENT, release);
  const { floor, running, resident } = held.state;
  const place = placeOf(release);
  await save(ports.files, held, {
    running: { ...place, folder },
    floor: floor && compareReleases(floor, place) > 0 ? floor : place,
    previous: running?.digest ?? null,
    resident: resident.filter((digest) => digest !== release.digest),
    switching: null,
    swap: null,
    ...queued(life, release, { state: 'active', deploymentId: target.deploymentId, configs: readDigests(life), probe }),
  });
  logOf(life, 'activated', { generation: place.generation, digest: place.digest, probe });
}

async function goBack(life: Life, release: OpenRelease, reason: string): Promise<void> {
  const { ports, held, options } = life;
  const { running, swap } = held.state;
  const good = running && held.store.releases.get(running.digest);
  if (running) await show(life, running.folder);
  else await showNothing(life);
  if (good) await runHook(life, good);
  const { generation, digest } = placeOf(release);
  const failure = swapFailed(swap, { generation, digest, reason }, options.swap, ports.clock.now());
  const refusal = noteRefusal(held.state, { code: 'rejected_by_hook', digest, generation, detail: failure.reason });
  await save(ports.files, held, { switching: null, swap: failure, ...refusal });
  logOf(life, 'swap_failed', { generation, attempts: failure.attempts, quarantined: failure.quarantined, reason });
}

/** Puts the running release back as it was signed: a new folder, one turn of the link, and the hook hears of it. */
export async function repair(life: Life, release: OpenRelease): Promise<boolean> {
  const { ports, held } = life;
  const { running } = held.state;
  const folder = await materialise(life, release);
  if (!running || folder === undefined) return false;
  await show(life, folder);
  await save(ports.files, held, { running: { ...running, folder } });
  const hook = await runHook(life, release);
  life.observed = await readBack(ports.files, CURRENT, release);
  logOf(life, 'repaired', { generation: running.generation, hook: hook.ok });
  return true;
}

/**
 * A release that is here in full and stays: read back from the store, and told by a receipt once.
 * @returns false when the store did not hold all of it after all
 */
export async function preload(life: Life, release: OpenRelease, target: Target): Promise<boolean> {
  const { ports, held } = life;
  for (const file of release.files) if (!(await readBlob(ports.files, held.store, file))) return false;
  const resident: AgentState['resident'] = [...held.state.resident, release.digest];
  const configs = Object.fromEntries(release.files.map(({ name, sha256 }) => [name, sha256]));
  const proof = { state: 'resident', deploymentId: target.deploymentId, configs, probe: 'none' } as const;
  await save(ports.files, held, { resident, ...queued(life, release, proof) });
  logOf(life, 'resident', { generation: release.word.generation, digest: release.digest });
  return true;
}

/**
 * A release that was active before its service was well is proven once it is: a receipt with a failed probe counts
 * for nothing, and the node has nothing else to say it with.
 */
export async function proveWhenWell(life: Life): Promise<void> {
  const { held, health, observed, ports } = life;
  const release = held.state.running && held.store.releases.get(held.state.running.digest);
  if (!held.state.receipts.unwell || health.probe !== 'ok' || !release || !observed.intact) return;
  const { candidate } = held.directive ?? {};
  const deploymentId = candidate?.digest === release.digest ? candidate.deploymentId : undefined;
  const proof = { state: 'active', deploymentId, configs: readDigests(life), probe: 'ok' } as const;
  await save(ports.files, held, queued(life, release, proof));
}

/** Only names with a digest: what could not be read is no proof. */
export const readDigests = ({ observed }: Life): { readonly [name: string]: string } =>
  Object.fromEntries([...observed.digests].filter(([, sha256]) => sha256 !== ''));
