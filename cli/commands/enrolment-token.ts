import type { CommandSpec } from '../command-spec.ts';
import { listing, operation } from '../operation-command.ts';

const views = () => import('../views/enrolment-token.ts');

export const ENROLMENT_TOKEN_COMMANDS: readonly CommandSpec[] = [
  operation({
    name: 'create',
    operation: 'createEnrolmentToken',
    summary: 'Make a token with which nodes enrol in a cluster; it is shown this once',
    options: [
      ['--cluster <name>', 'comes to be with its first token'],
      ['--uses <n>', 'how many nodes (default 1)'],
      ['--expires-in <duration>', 'at most P90D (default PT1H)'],
      ['--label <key=value>', 'every node that enrols gets it (repeat)', 'repeated'],
    ],
    example: 'create --cluster payment-service.production --uses 12 --label zone=north',
    changes: true,
    request: (input) => ({
      body: {
        cluster: input.need('cluster'),
        uses: input.count('uses'),
        expiresIn: input.text('expires-in'),
        labels: input.pairs('label'),
      },
    }),
    view: async () => (await views()).newTokenCard,
  }),
  listing({
    name: 'list',
    operation: 'listEnrolmentTokens',
    summary: 'Enrolment tokens, ended ones too, without their secrets',
    options: [['--cluster <name>', 'of this cluster only']],
    example: 'list --cluster payment-service.production',
    request: (input) => ({ query: { cluster: input.text('cluster') } }),
    rows: 'tokens',
    view: async () => (await views()).tokenTable,
  }),
  operation({
    name: 'withdraw',
    operation: 'withdrawEnrolmentToken',
    summary: 'End a token; nodes that enrolled with it stay',
    arguments: [['<id>', 'enrol-…']],
    example: 'withdraw enrol-0a1b2c3d4e5f60718293a4b5',
    changes: true,
    request: (input) => ({ params: { id: input.argument('id') } }),
    view: async () => () => 'Withdrawn.',
  }),
];
