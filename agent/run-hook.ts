import type { OpenRelease } from '../core/node/open-release.ts';
import { type Life, logOf } from './life.ts';

/**
 * Tells the service beside the agent that its configuration changed. What runs comes from the agent's own flags; the
 * environment says which release it is, and no document adds to it.
 */
export async function runHook(
  life: Life,
  { digest, word }: OpenRelease,
): Promise<{ readonly ok: true } | { readonly ok: false; readonly reason: string }> {
  const { hook } = life.ports;
  if (!hook) return { ok: true };
  // A hook that cannot even be started has not taken the release.
  const result = await hook({
    PLUMB_RELEASE: digest,
    PLUMB_EPOCH: String(word.epoch),
    PLUMB_GENERATION: String(word.generation),
    PLUMB_SNAPSHOT: `${word.snapshot.name}@${word.snapshot.revision}`,
  }).catch((error: unknown) => ({ ok: false, reason: String(error) }) as const);
  if (!result.ok) logOf(life, 'hook_failed', { generation: word.generation, reason: result.reason });
  return result;
}
