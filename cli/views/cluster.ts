import type { z } from 'zod';
import type {
  ClusterPage,
  ClusterRelease,
  ClusterResponse,
  CohesionResponse,
  DirectiveResponse,
  RecoveryResponse,
  ReleaseResponse,
} from '../../schemas/cluster.ts';
import type { Look, View } from '../command-spec.ts';
import { card, rows } from '../output/table.ts';
import { ago, short, size } from '../output/words.ts';
import { empty } from './empty.ts';
import { painted } from './status-ink.ts';

export const clusterTable: View<z.output<typeof ClusterPage>> = ({ items }, { ink, nowMs }) =>
  items.length === 0
    ? empty('clusters', 'plumb enrolment-token create')
    : rows(
        ink,
        ['cluster', 'runs', 'snapshot', 'candidate', 'deployment', 'directive'],
        items.map((cluster) => [
          ink.name(cluster.name),
          cluster.stable ? `#${cluster.stable.generation}` : '–',
          cluster.stable ? revisionOf(cluster.stable) : '–',
          cluster.candidate ? `#${cluster.candidate.generation}` : '–',
          cluster.deployment ?? '–',
          directiveOf(cluster, ink, nowMs) ?? '–',
        ]),
      );

export const clusterCard: View<ClusterResponse> = (cluster, { ink, nowMs }) => {
  const { stable, draft, candidate, signingStopped } = cluster;
  const facts = card(ink, {
    cluster: ink.name(cluster.name),
    runs: stable ? releaseLine(stable) : 'nothing yet',
    draft: draft && releaseLine(draft),
    candidate: candidate && `#${candidate.generation} ${short(candidate.digest)} (${candidate.mode})`,
    deployment: cluster.deployment,
    directive: directiveOf(cluster, ink, nowMs),
    epoch: String(cluster.epoch),
    'risk floor': cluster.riskFloor,
    signing:
      signingStopped && ink.bad(`stopped ${ago(signingStopped.at, nowMs)}: nodes are ahead; plumb cluster recover`),
    revision: String(cluster.revision),
  });
  const snapshots = rows(
    ink,
    ['snapshot', 'status', 'generation', 'active since'],
    cluster.snapshots.map(({ snapshot, status, generation, activeSince }) => [
      `${snapshot.name}@${snapshot.revision}`,
      painted(ink, status),
      `#${generation}`,
      activeSince ? ago(activeSince, nowMs) : '–',
    ]),
  );
  const pins = cluster.pins.map(
    ({ contentDigest, snapshot, at }) =>
      `${ink.bad('pinned')} ${contentDigest} (${snapshot.name}@${snapshot.revision}, ${ago(at, nowMs)})`,
  );
  return [
    facts,
    ...(cluster.snapshots.length > 0 ? [snapshots] : []),
    ...(pins.length > 0 ? [pins.join('\n')] : []),
  ].join('\n\n');
};

export const releaseView: View<ReleaseResponse> = ({ which, release, blobs }, { ink }) => {
  const facts = card(ink, {
    release: `#${release.generation} (${which}${release.signed ? '' : ', not signed yet'})`,
    digest: release.digest,
    epoch: String(release.epoch),
    snapshot: revisionOf(release),
    content: release.contentDigest,
    deployment: release.deploymentId,
  });
  const contents = rows(
    ink,
    ['config', 'version', 'sha256', 'size', 'media type'],
    blobs.map((blob) => [
      ink.name(blob.config),
      blob.version,
      short(blob.sha256),
      size(blob.sizeBytes),
      blob.mediaType,
    ]),
  );
  return `${facts}\n\n${contents}`;
};

export const directiveView: View<DirectiveResponse> = (
  { epoch, sequence, digest, issuedAt, expiresAt },
  { ink, nowMs },
) =>
  card(ink, {
    directive: `${sequence} of epoch ${epoch}`,
    digest,
    issued: ago(issuedAt, nowMs),
    expires: ago(expiresAt, nowMs),
  });

export const cohesionCard: View<CohesionResponse> = (answer, { ink }) =>
  card(ink, {
    cluster: ink.name(answer.cluster),
    cohesion: answer.cohesion === undefined ? 'no nodes' : percent(answer.cohesion, ink),
    nodes: `${answer.nodes} (${answer.stale} stale, ${answer.withoutDrift} without drift, ${answer.unhealthy} unhealthy)`,
    ...(answer.samplesDropped > 0
      ? { samples: `${answer.samplesDropped} dropped: late, or contradicting themselves` }
      : {}),
    drift: tally(answer.drift),
    running: tally(answer.running, '#'),
    proven: tally(answer.proven, '#'),
  });

export const recoveryLine: View<z.output<typeof RecoveryResponse>> = (
  { cluster, epoch, generation, sequence },
  { ink },
) => `${ink.name(cluster)} goes on above epoch ${epoch}, generation ${generation}, sequence ${sequence}.`;

const percent = (share: number, ink: Look['ink']): string => {
  const text = `${(Math.floor(share * 1000) / 10).toFixed(1)} %`;
  return share === 1 ? ink.good(text) : ink.warn(text);
};

const tally = (counts: Readonly<Record<string, number>>, mark = ''): string | undefined =>
  Object.entries(counts)
    .map(([key, howMany]) => `${mark}${key}: ${howMany}`)
    .join('  ') || undefined;

const revisionOf = ({ snapshot }: ClusterRelease): string => `${snapshot.name}@${snapshot.revision}`;
const releaseLine = (release: ClusterRelease): string =>
  `#${release.generation} ${short(release.digest)} ${revisionOf(release)}${release.signed ? '' : ' (not signed yet)'}`;

const directiveOf = ({ directive }: ClusterResponse, ink: Look['ink'], nowMs: number): string | undefined => {
  if (!directive) return undefined;
  if (!directive.signed) return ink.warn(`${directive.sequence}, not signed yet`);
  const expires = `${directive.sequence}, expires ${ago(directive.expiresAt, nowMs)}`;
  return Date.parse(directive.expiresAt) > nowMs ? expires : ink.bad(expires);
};
