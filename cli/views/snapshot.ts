import type { z } from 'zod';
import type { ClusterDelta, SnapshotPage, SnapshotResponse, SnapshotSummary } from '../../schemas/snapshot.ts';
import type { Look, View } from '../command-spec.ts';
import { card, rows } from '../output/table.ts';
import { ago, short, size } from '../output/words.ts';
import { empty } from './empty.ts';
import { painted } from './status-ink.ts';

export const snapshotTable: View<z.output<typeof SnapshotPage>> = ({ items }, { ink, nowMs }) =>
  items.length === 0
    ? empty('snapshots', 'plumb snapshot create')
    : rows(
        ink,
        ['snapshot', 'stage', 'risk', 'approval', 'configs', 'clusters', 'author', 'created'],
        items.map((snapshot) => [
          ink.name(`${snapshot.name}@${snapshot.revision}`),
          painted(ink, snapshot.stage),
          painted(ink, snapshot.risk.effective),
          approval(snapshot, ink),
          String(snapshot.configCount),
          snapshot.clusters.join(' '),
          snapshot.author,
          ago(snapshot.createdAt, nowMs),
        ]),
      );

export const snapshotCard: View<SnapshotSummary> = (snapshot, { ink, nowMs }) =>
  card(ink, {
    snapshot: ink.name(`${snapshot.name}@${snapshot.revision}`),
    summary: snapshot.summary,
    stage: painted(ink, snapshot.stage),
    risk: `${painted(ink, snapshot.risk.effective)}${because(snapshot)}`,
    approval: approval(snapshot, ink),
    rejected: snapshot.rejected && `by ${snapshot.rejected.by}: ${snapshot.rejected.note}`,
    'break glass': snapshot.breakGlass && `by ${snapshot.breakGlass.by}: ${snapshot.breakGlass.justification}`,
    clusters: snapshot.clusters.join(' '),
    window: windowOf(snapshot),
    digest: snapshot.digest,
    content: snapshot.contentDigest,
    created: `${ago(snapshot.createdAt, nowMs)} by ${snapshot.author}`,
  });

export const snapshotDetails: View<SnapshotResponse> = (snapshot, look) => {
  const configs = rows(
    look.ink,
    ['config', 'version', 'digest', 'size'],
    Object.entries(snapshot.configs).map(([name, { version, digest, sizeBytes }]) => [
      look.ink.name(name),
      version,
      short(digest),
      size(sizeBytes),
    ]),
  );
  return [snapshotCard(snapshot, look), configs, ...snapshot.delta.map((delta) => deltaLines(delta, look))].join(
    '\n\n',
  );
};

function deltaLines({ cluster, status, added, removed, modified, unchanged }: ClusterDelta, { ink }: Look): string {
  const changes = [
    ...added.map(({ config, version }) => ink.good(`  + ${config} ${version}`)),
    ...removed.map(({ config, version }) => ink.bad(`  - ${config} ${version}`)),
    ...modified.map(({ config, before, after }) => ink.warn(`  ~ ${config} ${before} → ${after}`)),
  ];
  const where = `${ink.strong(`on ${cluster}`)}${status ? ` (${painted(ink, status)})` : ''}`;
  return [where, ...(changes.length > 0 ? changes : ['  nothing changes']), ink.faint(`  ${unchanged} unchanged`)].join(
    '\n',
  );
}

const approval = (snapshot: SnapshotSummary, ink: Look['ink']): string => {
  if (snapshot.rejected) return ink.bad('rejected');
  if (snapshot.approvals.length > 0) return ink.good(`by ${snapshot.approvals.map(({ by }) => by).join(', ')}`);
  if (snapshot.breakGlass) return ink.warn('glass broken');
  return snapshot.approvalRequired ? ink.warn('needed') : 'not needed';
};

const because = ({ risk }: SnapshotSummary): string => {
  const rules = risk.reasons.map(({ rule, risk: floor, because: of }) => `${rule}${of ? ` ${of}` : ''}: ${floor}`);
  return rules.length > 0 ? ` (${rules.join(', ')})` : '';
};

const windowOf = ({ effectiveFrom, effectiveTo }: SnapshotSummary): string | undefined =>
  effectiveFrom || effectiveTo ? `${effectiveFrom ?? '…'} to ${effectiveTo ?? '…'}` : undefined;
