import { releasesToKeep } from '../core/node/retention.ts';
import { type HeldState, type Step, step } from '../core/node/step.ts';
import type { Sha256 } from '../schemas/words.ts';
import { activate, adopt, preload, repair } from './activate.ts';
import { noteAndLog, noteExpired } from './documents.ts';
import { type Fetched, fetchBlob, fetchRelease } from './download.ts';
import { save } from './held.ts';
import { type Life, timeOf } from './life.ts';
import { pruneStore, readEnvelope } from './store.ts';

/** What is still wanted when nothing more can be done here and now. */
export interface Acted {
  /** Digests to name in the next check-in. */
  readonly needs: readonly Sha256[];
  /** Unix milliseconds of the next attempt at a switch that failed, null when none waits. */
  readonly retryAtMs: number | null;
}
const DONE: Acted = { needs: [], retryAtMs: null };

/** More steps than any way through: a bug must not spin. */
const MAX_STEPS = 16;
const NEEDS = 32;

/**
 * Does what there is to do, step by step, until it needs the control plane again. @see core/node/step.ts
 * @param readMs the clock, as read once for this refresh (Unix milliseconds)
 */
export async function act(life: Life, readMs: number): Promise<Acted> {
  for (let steps = 0; steps < MAX_STEPS; steps++) {
    const state = heldState(life, readMs);
    if (!state) return DONE;
    const next = step(state);
    const ended = await doStep(life, next, readMs);
    if (ended) {
      await tidy(life, ended);
      return ended;
    }
  }
  return DONE;
}

/** @returns undefined when the state moved and the next step is to be asked for */
async function doStep(life: Life, next: Step, readMs: number): Promise<Acted | undefined> {
  switch (next.do) {
    case 'rest':
      return DONE;
    case 'wait':
      return { needs: [], retryAtMs: next.untilMs };
    case 'refuse':
      // One word for one thing: it is the directive that is over, whatever it names.
      if (next.code === 'directive_expired') await noteExpired(life, readMs);
      else await refuseTarget(life, next);
      return DONE;
    case 'fetch_release':
      return wanted(life, [next.digest], await fetchAll(life, [next.digest], (digest) => fetchRelease(life, digest)));
    case 'fetch_blobs': {
      const { release, missing } = next;
      const digests = [...new Set(missing.map(({ sha256 }) => sha256))];
      const files = new Map(missing.map((file) => [file.sha256, file]));
      const fetched = await fetchAll(life, digests, async (sha256) => {
        const file = files.get(sha256);
        return file ? fetchBlob(life, release, file) : 'ask';
      });
      return wanted(life, digests, fetched);
    }
    case 'repair':
      // A disk that will not hold what is written is no reason to write without end.
      return (await repair(life, next.release)) && !life.observed.intact ? DONE : undefined;
    case 'preload':
      await preload(life, next.release, next.target);
      return undefined;
    case 'adopt':
      await adopt(life, next.release, next.target);
      return undefined;
    case 'switch':
      await activate(life, next.release, next.target);
      return undefined;
  }
}

async function fetchAll(
  life: Life,
  digests: readonly Sha256[],
  fetchOne: (digest: Sha256) => Promise<Fetched>,
): Promise<Fetched[]> {
  const fetched: Fetched[] = [];
  for (const digest of digests) fetched.push(resting(life, digest) ? 'spoiled' : await fetchOne(digest));
  return fetched;
}

/** Everything stored: go on. Otherwise the rest is asked for, but for what rests after a bad download. */
function wanted(life: Life, digests: readonly Sha256[], fetched: readonly Fetched[]): Acted | undefined {
  if (fetched.every((result) => result === 'stored')) return undefined;
  const needs = digests.filter((digest, index) => fetched[index] === 'ask' && !resting(life, digest));
  return { needs: needs.slice(0, NEEDS), retryAtMs: null };
}

const resting = ({ spoiled, ports }: Life, digest: Sha256): boolean =>
  (spoiled.get(digest)?.retryAtMs ?? 0) > ports.clock.now();

async function refuseTarget(life: Life, { code, target, rivals }: Extract<Step, { do: 'refuse' }>): Promise<void> {
  const digests = code === 'fork' ? [target.digest, ...rivals].slice(0, 2) : [];
  const read = await Promise.all(digests.map((digest) => readEnvelope(life.ports.files, digest)));
  const envelopes = read.filter((envelope) => envelope !== undefined);
  const { digest, generation } = target;
  await noteAndLog(life, { code, digest, generation, ...(envelopes.length > 0 ? { envelopes } : {}) });
}

function heldState(life: Life, readMs: number): HeldState | undefined {
  const { state, trust, directive, store } = life.held;
  if (!state.node || !trust) return undefined;
  return {
    nodeId: state.node.nodeId,
    cluster: state.node.cluster,
    labels: state.labels?.labels ?? null,
    trust,
    directive,
    floor: state.floor,
    running: state.running,
    releases: store.releases,
    hasBlob: (sha256) => store.blobs.has(sha256),
    resident: new Set(state.resident),
    intact: life.observed.intact,
    swap: state.swap,
    nowMs: timeOf(life, readMs),
  };
}

/** Drops what is not kept, but never in the middle of getting a release together. */
async function tidy({ held, ports }: Life, { needs }: Acted): Promise<void> {
  if (needs.length > 0) return;
  const { running, previous, resident } = held.state;
  const keep = releasesToKeep(running?.digest ?? null, previous, held.directive);
  if (held.store.swept && [...held.store.releases.keys()].every((digest) => keep.has(digest))) return;
  // First the word, then the bytes: what is dropped is no longer said to be ready.
  const still = resident.filter((digest) => keep.has(digest));
  if (still.length < resident.length) await save(ports.files, held, { resident: still });
  await pruneStore(ports.files, held.store, keep);
}
