import { backOffMs } from '../core/node/back-off.ts';
import { checkAnnounced, checkBlob } from '../core/node/check-blob.ts';
import { type OpenRelease, openRelease, type ReleaseFile } from '../core/node/open-release.ts';
import { type Refused, refuse } from '../core/node/refusals.ts';
import { DOCUMENT_LIMITS, DsseEnvelope } from '../schemas/documents.ts';
import type { Sha256 } from '../schemas/words.ts';
import { downloadUrl } from './address.ts';
import { noteAndLog } from './documents.ts';
import { type Life, logOf } from './life.ts';
import { EXCHANGE_MS, MIN_BYTES_PER_SECOND } from './options.ts';
import { HttpFailure } from './ports.ts';
import { keepBlob, keepRelease } from './store.ts';

/**
 * `stored`: it is here, verified. `ask`: no address, or one that has expired: the control plane gives another.
 * `spoiled`: what came was not what was signed, or came too slowly; it is tried again after a pause.
 */
export type Fetched = 'stored' | 'ask' | 'spoiled';

/** Fetches a release's envelope and opens it. */
export async function fetchRelease(life: Life, digest: Sha256): Promise<Fetched> {
  const { trust, store } = life.held;
  if (!trust) return 'ask';
  const announced = life.urls.get(digest)?.sizeBytes ?? 0;
  if (announced > DOCUMENT_LIMITS.envelope) return spoil(life, digest, refuse('too_large'));
  const bytes = await download(life, digest, announced);
  if (bytes === 'ask') return 'ask';
  if (!(bytes instanceof Uint8Array)) return spoil(life, digest, bytes);
  const envelope = readEnvelope(bytes);
  if (!envelope) return spoil(life, digest, refuse('wrong_type'));
  const opened = openRelease(envelope, trust, digest);
  if (!opened.ok) return spoil(life, digest, opened);
  const { ok: _, ...release } = opened;
  await keepRelease(life.ports.files, store, release, envelope);
  return 'stored';
}

/** Fetches one file of a release. */
export async function fetchBlob(life: Life, release: OpenRelease, file: ReleaseFile): Promise<Fetched> {
  const address = life.urls.get(file.sha256);
  if (!address) return 'ask';
  const announced = checkAnnounced(address.sizeBytes, file.sizeBytes);
  if (!announced.ok) return spoil(life, file.sha256, announced, release);
  const bytes = await download(life, file.sha256, file.sizeBytes);
  if (bytes === 'ask') return 'ask';
  if (!(bytes instanceof Uint8Array)) return spoil(life, file.sha256, bytes, release);
  const checked = checkBlob(bytes, file);
  if (!checked.ok) return spoil(life, file.sha256, checked, release);
  await keepBlob(life.ports.files, life.held.store, file.sha256, bytes);
  return 'stored';
}

async function download(life: Life, sha256: Sha256, sizeBytes: number): Promise<Uint8Array | 'ask' | Refused> {
  const { ports, options, addresses } = life;
  const address = life.urls.get(sha256);
  const url = address && downloadUrl(address.url, addresses.base, options.allowHttp);
  if (!url) {
    if (address) logOf(life, 'address_refused', { sha256 });
    return 'ask';
  }
  const deadlineMs = EXCHANGE_MS + (sizeBytes / MIN_BYTES_PER_SECOND) * 1000;
  try {
    // No credentials: the address alone is the right to read.
    const answer = await ports.http({ method: 'GET', url: url.href, headers: {}, maxBytes: sizeBytes, deadlineMs });
    if (answer.status === 200) return answer.bytes;
    logOf(life, 'download_denied', { sha256, status: answer.status });
    return 'ask';
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error;
    logOf(life, 'download_failed', { sha256, reason: error.reason });
    if (error.reason === 'unreachable') return 'ask';
    return refuse(error.reason === 'too_large' ? 'too_large' : 'too_slow');
  }
}

/** Not asked for again before a pause that doubles: a broken mirror must not make the fleet its hammer. */
async function spoil(life: Life, sha256: Sha256, refused: Refused, release?: OpenRelease): Promise<Fetched> {
  const failures = (life.spoiled.get(sha256)?.failures ?? 0) + 1;
  const retryAtMs = life.ports.clock.now() + backOffMs(failures, life.ports.chance.fraction());
  life.spoiled.set(sha256, { failures, retryAtMs });
  const generation = release ? { generation: release.word.generation } : {};
  await noteAndLog(life, { code: refused.code, digest: sha256, ...generation });
  return 'spoiled';
}

function readEnvelope(bytes: Uint8Array): DsseEnvelope | undefined {
  try {
    return DsseEnvelope.safeParse(JSON.parse(new TextDecoder().decode(bytes))).data;
  } catch {
    return undefined;
  }
}
