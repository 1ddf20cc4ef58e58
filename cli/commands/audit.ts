import type { CommandSpec } from '../command-spec.ts';
import { EXIT } from '../failure.ts';
import { listing, operation } from '../operation-command.ts';

export const AUDIT_COMMANDS: readonly CommandSpec[] = [
  listing({
    name: 'events',
    operation: 'listAuditEvents',
    summary: 'Who did what when, oldest first; all given questions must hold',
    options: [
      ['--from <time>', 'RFC 3339, UTC with milliseconds'],
      ['--to <time>', 'the same'],
      ['--actor <subject>', 'by whom'],
      ['--type <type>', 'e.g. PhaseReleased'],
      ['--config <name>', 'about a config'],
      ['--cluster <name>', 'about a cluster'],
      ['--deployment <id>', 'about a deployment'],
      ['--node <id>', 'about a node'],
      ['--snapshot <name>', 'about a snapshot'],
      ['--trace <id>', 'of one trace'],
    ],
    example: 'events --type VersionRevoked --from 2026-11-01T00:00:00.000Z',
    request: (input) => ({
      query: {
        from: input.text('from'),
        to: input.text('to'),
        actor: input.text('actor'),
        type: input.text('type'),
        config: input.text('config'),
        cluster: input.text('cluster'),
        deployment: input.text('deployment'),
        node: input.text('node'),
        snapshot: input.text('snapshot'),
        traceId: input.text('trace'),
      },
    }),
    rows: 'events',
    view: async () => (await import('../views/event.ts')).eventTable,
  }),
  operation({
    name: 'erase',
    operation: 'eraseEvent',
    summary: 'Erase the words of people in one event: a justification, a note, a description; hashes stay',
    arguments: [
      ['<stream>', 'as `audit events --json` shows it'],
      ['<revision>', 'of the event in its stream'],
    ],
    options: [['--justification <text>', 'why (on record)']],
    example: 'erase local/version/fees.production@1.2.0 4 --justification "names a cardholder"',
    changes: true,
    request: (input) => ({
      body: {
        stream: input.argument('stream'),
        revision: Number(input.argument('revision')),
        justification: input.need('justification'),
      },
    }),
    view: async () => (await import('../views/event.ts')).erasedLine,
  }),
  {
    name: 'checkpoint',
    operations: ['getCheckpoint'],
    summary: 'The newest signed checkpoint of the audit log; keep one for `audit verify --since`',
    options: [['--out <path>', 'write it to a file']],
    example: 'checkpoint --out today.checkpoint',
    run: async (context, input) => {
      const { printBytes } = await import('../print-bytes.ts');
      printBytes(context, await (await context.client()).bytes('getCheckpoint', {}), input.text('out'));
      return EXIT.ok;
    },
  },
  {
    name: 'tile',
    operations: ['getAuditTile'],
    summary: 'One tile of the audit log, by its C2SP name',
    arguments: [['<tile>', '<level>/<index> or entries/<index>, with .p/<width> for the last one']],
    options: [['--out <path>', 'write it to a file']],
    example: 'tile 0/000 --out tile',
    run: async (context, input) => {
      const { printBytes } = await import('../print-bytes.ts');
      const params = { tile: input.argument('tile') };
      printBytes(context, await (await context.client()).bytes('getAuditTile', { params }), input.text('out'));
      return EXIT.ok;
    },
  },
  {
    name: 'verify',
    operations: ['readAuditLog'],
    summary: 'Download the whole log and recompute it: chains, tree, checkpoint, receipts, enrolments',
    options: [
      ['--trust <dir>', 'trust root you kept (plumb trust get), instead of the server’s word'],
      ['--since <file>', 'checkpoint you kept: the log must extend it'],
    ],
    example: 'verify --trust trust --since yesterday.checkpoint',
    run: async (context, input) => {
      const { verifyLog } = await import('../verify-log.ts');
      return verifyLog(context, input.text('trust'), input.text('since'));
    },
  },
];
