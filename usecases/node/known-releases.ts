import type { ReleaseContent } from '../../core/drift/rule.ts';
import { type OpenRelease, readRelease } from '../../core/node/open-release.ts';
import type { Sha256 } from '../../schemas/words.ts';
import type { World } from '../ports.ts';

/** A release as the check-in needs it, read once: releases never change. */
export interface KnownRelease extends ReleaseContent {
  readonly controlPlane: string;
  readonly cluster: string;
  /** SHA-256 of a blob → where it lies and how long it is. */
  readonly blobs: ReadonlyMap<Sha256, { readonly namespace: string; readonly sizeBytes: number }>;
}

/** Releases by digest; `undefined` for a digest that is none of ours. */
export type KnownReleases = (digest: Sha256) => Promise<KnownRelease | undefined>;

const KEPT = 64;

/**
 * Reads releases from their payload blobs and keeps the last 64. What is not there is not remembered: a node may
 * name any digest, and the next release is a new one.
 */
export function knownReleases({ blobs }: Pick<World, 'blobs'>): KnownReleases {
  const known = new Map<Sha256, KnownRelease>();
  return async (digest) => {
    const held = known.get(digest);
    if (held) return held;
    const bytes = await blobs.get('release', digest);
    const read = bytes && readRelease(parsed(bytes), digest);
    if (!read?.ok) return undefined;
    const release = contentOf(read);
    const [oldest] = known.keys();
    if (known.size >= KEPT && oldest !== undefined) known.delete(oldest);
    known.set(digest, release);
    return release;
  };
}

/** Envelopes lie in the same namespace as payloads, so a digest may name one; that is no release. */
function parsed(bytes: Uint8Array) {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return null;
  }
}

function contentOf({ digest, word, files }: OpenRelease): KnownRelease {
  const { controlPlane, cluster, epoch, generation, effectiveFrom = null } = word;
  const configs = new Map(files.map(({ name, sha256 }) => [name, sha256]));
  const blobs = new Map(files.map(({ name, sha256, sizeBytes }) => [sha256, { namespace: name, sizeBytes }]));
  return { controlPlane, cluster, epoch, generation, digest, configs, blobs, effectiveFrom };
}
