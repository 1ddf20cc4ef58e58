import { fromBase64 } from '../core/integrity/base64.ts';
import { sha256Hex } from '../core/integrity/digest.ts';
import { readCanonical } from '../core/integrity/read-canonical.ts';
import { checkBlob } from '../core/node/check-blob.ts';
import { type OpenRelease, type ReleaseFile, readRelease } from '../core/node/open-release.ts';
import { DsseEnvelope } from '../schemas/documents.ts';
import type { Sha256 } from '../schemas/words.ts';
import { replaceFile } from './durable.ts';
import { blobPath, ENVELOPES, envelopePath, STORE } from './layout.ts';
import type { Files } from './ports.ts';

/** Verified releases and content on disk, and what is known to be there. */
export interface Store {
  readonly releases: Map<Sha256, OpenRelease>;
  readonly blobs: Set<Sha256>;
  /** Whether the folders hold nothing else: an earlier life may have been killed in a write. */
  swept: boolean;
}

const isDigest = (name: string): boolean => /^[0-9a-f]{64}$/.test(name);

/**
 * Lists the store. An envelope counts when its payload has the digest it is filed under; its signature was verified
 * before it was stored, and the key may have left the trust root since.
 */
export async function openStore(files: Files): Promise<Store> {
  const blobs = new Set((await files.list(STORE)).filter(isDigest));
  const releases = new Map<Sha256, OpenRelease>();
  for (const name of await files.list(ENVELOPES)) {
    const digest = name.replace(/\.json$/, '');
    const release = isDigest(digest) ? await readStored(files, digest) : undefined;
    if (release) releases.set(digest, release);
  }
  return { releases, blobs, swept: false };
}

async function readStored(files: Files, digest: Sha256): Promise<OpenRelease | undefined> {
  const envelope = await readEnvelope(files, digest);
  const payload = envelope && fromBase64(envelope.payload);
  if (!payload || sha256Hex(payload) !== digest) return undefined;
  const read = readCanonical(payload);
  const release = read && readRelease(read.value, digest);
  return release?.ok ? release : undefined;
}

export async function readEnvelope(files: Files, digest: Sha256): Promise<DsseEnvelope | undefined> {
  const bytes = await files.read(envelopePath(digest));
  if (!bytes) return undefined;
  try {
    return DsseEnvelope.safeParse(JSON.parse(new TextDecoder().decode(bytes))).data;
  } catch {
    return undefined; // damaged on disk: as good as absent
  }
}

export async function keepRelease(
  files: Files,
  store: Store,
  release: OpenRelease,
  envelope: DsseEnvelope,
): Promise<void> {
  await replaceFile(files, envelopePath(release.digest), new TextEncoder().encode(JSON.stringify(envelope)));
  store.releases.set(release.digest, release);
}

/** @param bytes verified by the caller to have this digest */
export async function keepBlob(files: Files, store: Store, sha256: Sha256, bytes: Uint8Array): Promise<void> {
  await replaceFile(files, blobPath(sha256), bytes);
  store.blobs.add(sha256);
}

/** Reads content and checks it again. What was damaged in the store is forgotten, so that it is fetched anew. */
export async function readBlob(files: Files, store: Store, file: ReleaseFile): Promise<Uint8Array | undefined> {
  const bytes = await files.read(blobPath(file.sha256));
  if (bytes && checkBlob(bytes, file).ok) return bytes;
  store.blobs.delete(file.sha256);
  return undefined;
}

/**
 * Drops releases that are not kept, content that none of the kept ones names, and whatever else lies in the folders:
 * writes that were cut off, envelopes that cannot be read.
 */
export async function pruneStore(files: Files, store: Store, keep: ReadonlySet<Sha256>): Promise<void> {
  store.swept = false;
  for (const digest of store.releases.keys()) if (!keep.has(digest)) store.releases.delete(digest);
  const kept = new Set([...keep].map(envelopePath));
  await removeOthers(files, ENVELOPES, kept);
  const named = new Set([...store.releases.values()].flatMap(({ files: parts }) => parts.map(({ sha256 }) => sha256)));
  for (const sha256 of store.blobs) if (!named.has(sha256)) store.blobs.delete(sha256);
  await removeOthers(files, STORE, new Set([...named].map(blobPath)));
  store.swept = true;
}

async function removeOthers(files: Files, folder: string, kept: ReadonlySet<string>): Promise<void> {
  for (const name of await files.list(folder)) {
    const path = `${folder}/${name}`;
    if (!kept.has(path)) await files.remove(path);
  }
}
