import { swapFailed } from '../core/node/swap-retry.ts';
import { firstLook } from './health.ts';
import { save } from './held.ts';
import { CURRENT, releasePath } from './layout.ts';
import { type Life, logOf } from './life.ts';
import { readBack } from './read-back.ts';
import { currentFolder, materialise, show, showNothing } from './release-folder.ts';
import { runHook } from './run-hook.ts';

/**
 * Puts the last verified release in place before anything is asked of the network: it is read back, repaired from
 * the store where it was changed, and shown. The hook runs when readers see something else than before.
 */
export async function boot(life: Life): Promise<void> {
  const { ports, held } = life;
  const shown = await currentFolder(life);
  const good = await goodFolder(life);
  if (good !== undefined && good !== shown) await show(life, good);
  if (held.state.running === null && shown !== undefined) await showNothing(life);
  const release = held.state.running && held.store.releases.get(held.state.running.digest);
  if (good !== undefined && good !== shown && release) await runHook(life, release);
  await countInterrupted(life);
  if (release) life.observed = await readBack(ports.files, CURRENT, release, life.readBack);
  // Damaged, and nothing here to read it from: it is fetched again.
  else if (held.state.running) life.observed = { digests: new Map(), intact: false };
  await firstLook(life);
  logOf(life, 'booted', { generation: held.state.running?.generation ?? 0, intact: life.observed.intact });
}

/** The folder of the running release as it was signed, built anew where it is not; undefined when that cannot be. */
async function goodFolder(life: Life): Promise<string | undefined> {
  const { ports, held } = life;
  const { running } = held.state;
  const release = running && held.store.releases.get(running.digest);
  if (!running || !release) return undefined;
  const { intact } = await readBack(ports.files, releasePath(running.folder), release);
  if (intact) return running.folder;
  const folder = await materialise(life, release);
  if (folder === undefined) return undefined;
  await save(ports.files, held, { running: { ...running, folder } });
  logOf(life, 'repaired', { generation: running.generation, hook: null });
  return folder;
}

/** A switch that a kill interrupted counts as tried, without a pause: the release may be what did it. */
async function countInterrupted({ held, ports, options }: Life): Promise<void> {
  const { switching, swap } = held.state;
  if (!switching) return;
  const { generation, digest } = switching;
  const failed = { generation, digest, reason: 'interrupted' };
  const failure = swapFailed(swap, failed, { ...options.swap, backoffMs: 0 }, ports.clock.now());
  await save(ports.files, held, { switching: null, swap: failure });
}
