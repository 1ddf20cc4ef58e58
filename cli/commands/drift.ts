import type { DriftQuery } from '../../schemas/drift.ts';
import type { CommandSpec } from '../command-spec.ts';
import { listing } from '../operation-command.ts';

export const DRIFT_COMMANDS: readonly CommandSpec[] = [
  listing({
    name: 'list',
    operation: 'listDrift',
    summary: 'Nodes that are not what they should be: in what, how grave, since when',
    options: [
      ['--cluster <name>', 'of this cluster only'],
      ['--kind <kind>', 'version, config, swap, resource or liveness'],
      ['--severity <severity>', 'low, medium or high'],
      ['--config <name>', 'about this config only'],
    ],
    example: 'list --cluster payment-service.production --severity high',
    request: (input) => ({
      query: {
        cluster: input.text('cluster'),
        kind: input.text('kind') as DriftQuery['kind'],
        severity: input.text('severity') as DriftQuery['severity'],
        config: input.text('config'),
      },
    }),
    rows: 'nodes',
    view: async () => (await import('../views/drift.ts')).driftTable,
  }),
];
