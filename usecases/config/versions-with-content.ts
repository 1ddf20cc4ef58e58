import { CONFIG } from '../../core/config/evolve.ts';
import { VERSION, type VersionState, versionKey } from '../../core/version/evolve.ts';
import type { Sha256 } from '../../schemas/words.ts';
import { effectiveEvents } from '../effective-events.ts';
import type { World } from '../ports.ts';
import type { Loaded, Transaction } from '../transact.ts';

const PAGE = 500;

/** Every version of a config with this content, read along the config's events; each is loaded into the transaction. */
export async function versionsWithContent(
  { streams }: Pick<World, 'streams'>,
  tx: Transaction,
  config: string,
  digest: Sha256,
): Promise<(Loaded<VersionState> & { readonly version: string; readonly key: string })[]> {
  const { id } = await tx.load(CONFIG, config);
  const versions: string[] = [];
  for (let after = 0; ; ) {
    const events = await effectiveEvents(streams, id, { after, limit: PAGE });
    for (const { type, payload } of events)
      if (type === 'VersionAdded' && payload?.['digest'] === digest) versions.push(String(payload['version']));
    const last = events.at(-1);
    if (!last || events.length < PAGE) break;
    after = last.revision;
  }
  return Promise.all(
    versions.map(async (version) => {
      const key = versionKey(config, version);
      return { ...(await tx.load(VERSION, key)), version, key };
    }),
  );
}
