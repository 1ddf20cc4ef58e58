import type { Sha256 } from '../../schemas/words.ts';
import type { World } from '../ports.ts';
import type { ClusterWords } from './cluster-words.ts';
import type { KnownReleases } from './known-releases.ts';

interface Found {
  readonly namespace: string;
  readonly sha256: Sha256;
  readonly sizeBytes: number;
}
export type UrlAnswer = { readonly sha256: Sha256; readonly url: string; readonly sizeBytes: number };

type Named = Pick<ClusterWords, 'envelopes'>;

const URLS_KEPT = 1024;
/** As many as an answer may hold. @see schemas/node-messages.ts */
const URLS_ANSWERED = 32;

/**
 * URLs for what a node may fetch: releases its cluster's directive names, by payload digest (the URL leads to the
 * signed envelope), and blobs of those releases. Anything else is left out; the node asks again for the rest.
 * Who asks for a release is told where its content lies as well, and need not come once more to ask for that.
 * A URL serves all nodes for half of its life.
 */
export function blobUrls({ blobs, settings }: Pick<World, 'blobs' | 'settings'>, releases: KnownReleases) {
  const urls = new Map<string, { readonly url: string; readonly untilMs: number }>();
  const envelopeSizes = new Map<Sha256, number>();

  const urlOf = async ({ namespace, sha256 }: Found, nowMs: number): Promise<string> => {
    const name = `${namespace}/${sha256}`;
    const known = urls.get(name);
    if (known && nowMs < known.untilMs) return known.url;
    const url = await blobs.url(namespace, sha256, settings.blobUrlSeconds);
    if (urls.size >= URLS_KEPT) urls.clear();
    urls.set(name, { url, untilMs: nowMs + settings.blobUrlSeconds * 500 });
    return url;
  };
  const envelope = async (sha256: Sha256): Promise<Found | undefined> => {
    const sizeBytes = envelopeSizes.get(sha256) ?? (await blobs.get('release', sha256))?.byteLength;
    if (sizeBytes === undefined) return undefined;
    if (envelopeSizes.size >= URLS_KEPT) envelopeSizes.clear();
    envelopeSizes.set(sha256, sizeBytes);
    return { namespace: 'release', sha256, sizeBytes };
  };
  const find = async (need: Sha256, { envelopes }: Named): Promise<Found | undefined> => {
    const release = envelopes.get(need);
    if (release !== undefined) return envelope(release);
    for (const digest of envelopes.keys()) {
      const blob = (await releases(digest))?.blobs.get(need);
      if (blob) return { ...blob, sha256: need };
    }
    return undefined;
  };
  /** Content of one release alone: what the others hold too, a node that runs one of them has already. */
  const ownContent = async (digest: Sha256, { envelopes }: Named): Promise<Sha256[]> => {
    if (!envelopes.has(digest)) return [];
    const others = [...envelopes.keys()].filter((other) => other !== digest);
    const elsewhere = await Promise.all(others.map((other) => releases(other)));
    const own = [...((await releases(digest))?.blobs.keys() ?? [])];
    return own.filter((sha256) => !elsewhere.some((release) => release?.blobs.has(sha256)));
  };

  return async (needs: readonly Sha256[], words: Named, nowMs: number): Promise<UrlAnswer[]> => {
    const content = await Promise.all(needs.map((need) => ownContent(need, words)));
    const answers: UrlAnswer[] = [];
    for (const sha256 of new Set([...needs, ...content.flat()])) {
      if (answers.length === URLS_ANSWERED) break;
      const found = await find(sha256, words);
      if (found) answers.push({ sha256, url: await urlOf(found, nowMs), sizeBytes: found.sizeBytes });
    }
    return answers;
  };
}
