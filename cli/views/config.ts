import type { z } from 'zod';
import type { ConfigPage, ConfigResponse } from '../../schemas/config.ts';
import type { View } from '../command-spec.ts';
import { card, rows } from '../output/table.ts';
import { ago, short } from '../output/words.ts';
import { empty } from './empty.ts';

export const configTable: View<z.output<typeof ConfigPage>> = ({ items }, { ink, nowMs }) =>
  items.length === 0
    ? empty('configs', 'plumb config create')
    : rows(
        ink,
        ['config', 'kind', 'latest', 'versions', 'schema', 'owner', 'created'],
        items.map((config) => [
          ink.name(config.name),
          config.kind,
          config.latest?.version ?? '–',
          String(config.versions),
          config.schema ?? '–',
          config.owner,
          ago(config.createdAt, nowMs),
        ]),
      );

export const configCard: View<ConfigResponse> = (config, { ink, nowMs }) =>
  card(ink, {
    config: ink.name(config.name),
    kind: config.kind,
    rail: config.rail === 'default' ? undefined : config.rail,
    schema: config.schema,
    'needs verdicts': config.requiredVerdicts.join(' ') || undefined,
    'risk floor': config.riskFloor,
    'default strategy': config.defaultStrategy && JSON.stringify(config.defaultStrategy),
    latest: config.latest && `${config.latest.version}  ${ink.faint(short(config.latest.digest))}`,
    versions: String(config.versions),
    lines: Object.values(config.lines).join(' ') || undefined,
    owner: config.owner,
    description: config.description,
    created: `${ago(config.createdAt, nowMs)} by ${config.createdBy}`,
    revision: String(config.revision),
  });
