import type { ReleaseContent } from '../../core/drift/rule.ts';
import { lastUsed } from '../../core/last-used.ts';
import { RELEASE_TYPE } from '../../schemas/document-types.ts';
import type { Release } from '../../schemas/documents.ts';
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
 * Reads releases from their payload blobs and keeps the 64 used last. What is not there is not remembered: a node may
 * name any digest, and the next release is a new one.
 */
export function knownReleases({ blobs }: Pick<World, 'blobs'>): KnownReleases {
  const known = lastUsed<KnownRelease>(KEPT);
  return async (digest) => {
    const held = known.get(digest);
    if (held) return held;
    const bytes = await blobs.get('release', digest);
    const statement = bytes && parsed(bytes);
    if (!statement) return undefined;
    const release = contentOf(statement, digest);
    known.set(digest, release);
    return release;
  };
}

/**
 * What lies there under its digest we wrote ourselves, as a release was drafted or signed: the payloads are releases,
 * and the envelopes beside them are none.
 */
function parsed(bytes: Uint8Array): Release | undefined {
  const value = JSON.parse(new TextDecoder().decode(bytes)) as Release | { readonly predicateType?: never };
  return value.predicateType === RELEASE_TYPE ? value : undefined;
}

function contentOf({ subject, predicate }: Release, digest: Sha256): KnownRelease {
  const { controlPlane, cluster, epoch, generation, effectiveFrom = null } = predicate;
  const sizes = new Map(Object.entries(predicate.configs).map(([name, { sizeBytes }]) => [name, sizeBytes]));
  const files = subject.map(({ name, digest: { sha256 } }) => ({ name, sha256, sizeBytes: sizes.get(name) ?? 0 }));
  const configs = new Map(files.map(({ name, sha256 }) => [name, sha256]));
  const blobs = new Map(files.map(({ name, sha256, sizeBytes }) => [sha256, { namespace: name, sizeBytes }]));
  return { controlPlane, cluster, epoch, generation, digest, configs, blobs, effectiveFrom };
}
