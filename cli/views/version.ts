import type { z } from 'zod';
import type { Verdict, VersionPage, VersionResponse } from '../../schemas/version.ts';
import type { Look, View } from '../command-spec.ts';
import { card, rows } from '../output/table.ts';
import { ago, short, size } from '../output/words.ts';
import { empty } from './empty.ts';
import { painted } from './status-ink.ts';

export const versionTable: View<z.output<typeof VersionPage>> = ({ items }, { ink, nowMs }) =>
  items.length === 0
    ? empty('versions', 'plumb version publish')
    : rows(
        ink,
        ['version', 'digest', 'size', 'validation', 'signature', 'tags', 'author', 'published'],
        items.map((version) => [
          ink.name(version.display),
          short(version.digest),
          size(version.sizeBytes),
          painted(ink, version.validation),
          painted(ink, version.signature),
          version.tags.join(' ') || '–',
          version.author,
          ago(version.publishedAt, nowMs),
        ]),
      );

export const versionCard: View<VersionResponse> = (version, look) => {
  const { ink, nowMs } = look;
  const { from, revoked, erased } = version;
  return card(ink, {
    version: ink.name(`${version.config} ${version.display}`),
    digest: version.digest,
    size: `${size(version.sizeBytes)} of ${version.mediaType}`,
    validation: painted(ink, version.validation),
    signature: painted(ink, version.signature),
    verdicts: version.verdicts.map((verdict) => verdictLines(verdict, look)).join('\n') || undefined,
    revoked: revoked && `${ago(revoked.at, nowMs)} by ${revoked.by}: ${revoked.justification}`,
    erased: erased && `${ago(erased.at, nowMs)} by ${erased.by}: ${erased.justification}`,
    tags: version.tags.join(' ') || undefined,
    schema: version.schema,
    from: from && `${from.config}@${from.version}`,
    note: version.note,
    published: `${ago(version.publishedAt, nowMs)} by ${version.author}`,
    revision: String(version.revision),
  });
};

const verdictLines = ({ check, result, by, note, findings }: Verdict, { ink }: Look): string =>
  [
    `${check} ${painted(ink, result)}${by ? ` by ${by}` : ''}${note ? `: ${note}` : ''}`,
    ...findings.map(({ path, message }) => `  ${path} ${message}`),
  ].join('\n');
