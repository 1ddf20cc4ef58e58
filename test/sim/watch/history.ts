import { collect } from '../../../adapters/embedded/blobs/blob-store.ts';
import type { ClusterEvent } from '../../../core/cluster/events.ts';
import { CLUSTER } from '../../../core/cluster/evolve.ts';
import type { ClusterState, ReleaseRef } from '../../../core/cluster/state.ts';
import type { DeploymentEvent } from '../../../core/deployment/events.ts';
import { DEPLOYMENT } from '../../../core/deployment/evolve.ts';
import { type DeploymentState, isOpen } from '../../../core/deployment/state.ts';
import { eventHash, genesis, payloadHash } from '../../../core/integrity/chain.ts';
import { sha256Hex } from '../../../core/integrity/digest.ts';
import { RECEIPT_TYP, readJws } from '../../../core/integrity/jws.ts';
import { type Candidate, DsseEnvelope, Release } from '../../../schemas/documents.ts';
import type { StoredEvent } from '../../../schemas/event.ts';
import { ReceiptClaims } from '../../../schemas/receipt.ts';
import type { Streams } from '../../../usecases/ports.ts';
import { CHOOSER } from '../cast.ts';
import type { PlaneDisk } from '../plane/plane-disk.ts';
import type { Tally } from '../tally.ts';
import { must } from './broken.ts';

export interface Issued {
  readonly release: ReleaseRef;
  /** Config name → content digest. */
  readonly configs: { readonly [name: string]: string };
  signed: boolean;
  /** Issued by a database that was set back since: nodes may hold it, and its number may be given again. */
  lost: boolean;
}
export interface ClusterHistory {
  state: ClusterState;
  readonly issued: Map<string, Issued>;
  readonly candidates: Candidate[];
  /** Digests of releases that were stable, the newest last. */
  completed: readonly string[];
  /** The same, with what a restored backup has lost. */
  readonly everCompleted: Set<string>;
}
export interface DeploymentHistory {
  state: DeploymentState;
  /** Digests of the releases that had been stable when it started, the newest last. */
  readonly before: readonly string[];
  /** Nodes that had proven it when it was completed. */
  provenBy?: number;
}

/** All that was ever stored, read from the disk itself and checked as it is read. */
export interface History {
  readonly clusters: ReadonlyMap<string, ClusterHistory>;
  readonly deployments: ReadonlyMap<string, DeploymentHistory>;
  /** Hash of every event by stream, in order. */
  readonly hashes: ReadonlyMap<string, readonly string[]>;
  /** Takes in what is new. @throws Broken */
  look(): Promise<void>;
  /** Remembers where it stands. @returns what to do when the database is set back to this moment */
  mark(): () => void;
}

export function historyOf(disk: PlaneDisk, streams: Omit<Streams, 'append'>, { count }: Tally): History {
  const clusters = new Map<string, ClusterHistory>();
  const deployments = new Map<string, DeploymentHistory>();
  const hashes = new Map<string, string[]>();
  const totalChanges = disk.database.sql.prepare('SELECT total_changes() AS n');
  let position = '';
  let writtenBefore = -1;

  const issue = async (cluster: ClusterHistory, release: ReleaseRef): Promise<void> => {
    const { predicate, subject } = Release.parse(JSON.parse(await blob(release.digest)));
    const place = `${release.epoch}-${release.generation}`;
    const rival = [...cluster.issued.values()].find((each) => !each.lost && placeOf(each.release) === place);
    must('I1', !rival, () => `two releases at ${place}`);
    const configs = Object.fromEntries(subject.map(({ name, digest }) => [name, digest.sha256]));
    cluster.issued.set(release.digest, { release, configs, signed: false, lost: false });
    const deployment = deployments.get(release.deploymentId);
    const wrong = predicate.approvals.filter(({ snapshotDigest }) => snapshotDigest !== release.snapshot.digest);
    must('I10', wrong.length === 0, () => `release ${place} lists ${JSON.stringify(wrong)}`);
    if (deployment?.state.rollbackOf) checkRestored(cluster, deployment.state, configs);
  };
  const checkRestored = (cluster: ClusterHistory, state: DeploymentState, configs: Issued['configs']): void => {
    const undone = deployments.get(state.rollbackOf ?? '');
    const once = [...cluster.issued.values()].filter(
      ({ release }) => release.contentDigest === state.contentDigest && cluster.completed.includes(release.digest),
    );
    const exact = once.some((each) => sameMap(each.configs, configs));
    must('I6', exact, () => `${state.id} brings back what never was there: ${JSON.stringify(configs)}`);
    if (!undone || undone.before.length === 0 || `Operator/${state.startedBy}` === CHOOSER) return;
    const earlier = undone.before.map((digest) => cluster.issued.get(digest)).filter((each) => each !== undefined);
    // Undoing a rollback goes on to the content before it, so the last one with other content counts as well.
    const other = earlier.findLast(({ release }) => release.contentDigest !== undone.state.contentDigest);
    const expected = [earlier.at(-1), other].filter((each) => each !== undefined);
    const restored = expected.some((each) => sameMap(each.configs, configs));
    must('I6', restored, () => `${state.id} undoes ${state.rollbackOf} with other digests`);
  };
  const blob = async (digest: string): Promise<string> => {
    const found = await disk.blobs.open('release', digest);
    must('I2', found !== undefined, () => `no blob for release ${digest}`);
    return new TextDecoder().decode(await collect(found?.bytes ?? new Uint8Array()));
  };
  /** Deployments are read first, so the phase this belongs to is known. */
  const checkPhase = ({ deploymentId, cutoff }: Candidate): void => {
    const phase = deployments.get(deploymentId)?.state.phase;
    must(
      'I5',
      !phase || phase.cutoff >= cutoff,
      () => `${deploymentId}: a directive beyond ${phase?.cutoff}: ${cutoff}`,
    );
  };
  const ofCluster = async (name: string, event: ClusterEvent): Promise<void> => {
    const cluster: ClusterHistory = clusters.get(name) ?? newCluster();
    clusters.set(name, cluster);
    cluster.state = CLUSTER.evolve(cluster.state, event);
    switch (event.type) {
      case 'ReleaseDrafted':
        return issue(cluster, event.release);
      case 'ReleaseSigned': {
        const envelope = DsseEnvelope.parse(JSON.parse(await blob(event.envelopeSha256)));
        const payload = Buffer.from(envelope.payload, 'base64');
        must('I2', sha256Hex(payload) === event.digest, () => `the envelope of ${event.digest} holds something else`);
        const issued = cluster.issued.get(event.digest);
        if (issued) issued.signed = true;
        return;
      }
      case 'CandidateSet':
        checkPhase(event.candidate);
        if (event.candidate.mode === 'activate') cluster.candidates.push(event.candidate);
        return;
      case 'ReleaseCompleted':
        complete(cluster);
    }
  };
  const complete = (cluster: ClusterHistory): void => {
    const { stable } = cluster.state;
    if (!stable) return;
    cluster.completed = [...cluster.completed, stable.digest];
    cluster.everCompleted.add(stable.digest);
  };
  const ofDeployment = async (id: string, event: DeploymentEvent): Promise<void> => {
    const known = deployments.get(id);
    const state = DEPLOYMENT.evolve(known?.state ?? DEPLOYMENT.initial, event);
    if (known && event.type === 'PhaseReleased')
      must('I5', known.state.breachedAt === null, () => `${id} released phase ${event.phase.phase} after a breach`);
    if (known) known.state = state;
    else deployments.set(id, { state, before: clusters.get(state.cluster)?.completed ?? [] });
    count(`deployment: ${event.type}${detailOf(event)}`);
    if (event.type !== 'DeploymentCompleted') return;
    if (known) known.provenBy = event.counts.applied;
    await checkWell(state);
  };
  /** What breaks every service that takes it does not come through by itself, where somebody looks at health. */
  const checkWell = async (state: DeploymentState): Promise<void> => {
    const { strategy, advanced, rollbackOf, phase, baseline } = state;
    const issued = [...(clusters.get(state.cluster)?.issued.values() ?? [])];
    const { configs = {} } = issued.find(({ release }) => release.deploymentId === state.id) ?? {};
    if (!strategy.healthCheckEnabled || advanced > 0 || rollbackOf || !baseline || !phase) return;
    for (const [config, digest] of Object.entries(configs)) {
      const content = await disk.blobs.open(config, digest);
      const { defect } = JSON.parse(new TextDecoder().decode(await collect(content?.bytes ?? new Uint8Array())));
      must('I5', defect !== 'errors' && defect !== 'probe', () => `${state.id} completed with ${defect} in ${config}`);
    }
  };
  /** What a node is said to have proven, it said itself of a release as it was signed. */
  const ofNode = (node: string, receipt: string): void => {
    const claims = ReceiptClaims.parse(readJws(receipt, RECEIPT_TYP)?.claims);
    const issued = clusters.get(claims.cluster)?.issued.get(claims.digest);
    const exact = issued?.release.generation === claims.generation && sameMap(issued.configs, claims.configs);
    must('I5', claims.node === node && exact, () => `${node} proved ${JSON.stringify(claims)}`);
  };
  const take = async (stream: string, event: StoredEvent): Promise<void> => {
    const chain = hashes.get(stream) ?? [];
    hashes.set(stream, chain);
    const { payload, salt, hash, ...envelope } = event;
    const fits = event.revision === chain.length + 1 && event.previousHash === (chain.at(-1) ?? genesis(stream));
    const whole = payload === null || salt === null || payloadHash(payload, salt) === event.payloadHash;
    must('I4', fits && whole && eventHash(envelope) === hash, () => `${stream}#${event.revision} breaks the chain`);
    chain.push(hash);
    const [, kind, key = ''] = stream.split('/');
    const domain = { type: event.type, ...payload };
    if (kind === CLUSTER.kind) await ofCluster(key, domain as ClusterEvent);
    if (event.type === 'ReceiptStored') ofNode(key, String(event.payload?.['receipt']));
    if (kind === DEPLOYMENT.kind) await ofDeployment(key, domain as DeploymentEvent);
  };
  /** Of streams written together, deployments first: what they say of clusters is about the time before. */
  const ordered = (changed: readonly { readonly stream: string }[]) =>
    changed.toSorted((a, b) => Number(b.stream.includes('/deployment/')) - Number(a.stream.includes('/deployment/')));

  return {
    clusters,
    deployments,
    hashes,
    mark() {
      const then = {
        position,
        clusters: new Map(
          [...clusters].map(([name, { state, completed, issued }]) => {
            return [name, { state, completed, digests: new Set(issued.keys()) }] as const;
          }),
        ),
        deployments: [...deployments].map(([id, each]) => [id, { ...each }] as const),
        hashes: [...hashes].map(([stream, chain]) => [stream, [...chain]] as const),
      };
      return () => {
        position = then.position;
        writtenBefore = -1;
        for (const [name, cluster] of clusters) {
          const { state, completed, digests } = then.clusters.get(name) ?? UNKNOWN;
          Object.assign(cluster, { state, completed });
          for (const [digest, each] of cluster.issued) if (!digests.has(digest)) each.lost = true;
        }
        replace(deployments, then.deployments);
        replace(hashes, then.hashes);
      };
    },
    async look() {
      const { n: written } = totalChanges.get() as { n: number };
      if (written === writtenBefore) return;
      writtenBefore = written;
      const { changes, next } = await streams.changes(position, 10_000);
      position = next;
      for (const { stream } of ordered(changes)) {
        const after = hashes.get(stream)?.length ?? 0;
        for (const event of await streams.events(stream, { after, limit: 1000 })) await take(stream, event);
      }
      for (const [name, { state }] of clusters) {
        const open = [...deployments].filter(([, each]) => each.state.cluster === name && isOpen(each.state));
        const ids = open.map(([id]) => id);
        must(
          'I1',
          ids.length <= 1 && (ids[0] ?? null) === state.lock,
          () => `${name}: ${ids} open, ${state.lock} locks`,
        );
      }
    },
  };
}

const newCluster = (): ClusterHistory => ({
  state: CLUSTER.initial,
  issued: new Map(),
  candidates: [],
  completed: [],
  everCompleted: new Set(),
});

const UNKNOWN = { state: CLUSTER.initial, completed: [], digests: new Set<string>() };

function replace<K, V>(map: Map<K, V>, entries: readonly (readonly [K, V])[]): void {
  map.clear();
  for (const [key, value] of entries) map.set(key, value);
}

export const placeOf = ({ epoch, generation }: Pick<ReleaseRef, 'epoch' | 'generation'>): string =>
  `${epoch}-${generation}`;

export const sameMap = (a: { readonly [key: string]: string }, b: { readonly [key: string]: string }): boolean =>
  JSON.stringify(Object.entries(a).toSorted()) === JSON.stringify(Object.entries(b).toSorted());

function detailOf(event: DeploymentEvent): string {
  if (event.type === 'DeploymentHeld') return ` ${event.reason}`;
  if (event.type === 'DeploymentHalted') return ` ${event.reason.code}`;
  if (event.type === 'DeploymentRolledBack') return event.automatic ? ' automatically' : ' by a person';
  if (event.type === 'DeploymentStarted') return ` ${event.strategy.strategy}`;
  return '';
}
