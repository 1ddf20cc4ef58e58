import type { CreateConfigRequest } from '../../schemas/config.ts';
import { ACCESS_OPTIONS, accessOf } from '../access-flags.ts';
import type { CommandSpec } from '../command-spec.ts';
import { listing, operation } from '../operation-command.ts';
import { STRATEGY_OPTIONS, strategyOf } from '../strategy-flags.ts';

const NAME = ['<name>', 'service.environment, e.g. payment-service.production'] as const;
const views = () => import('../views/config.ts');

export const CONFIG_COMMANDS: readonly CommandSpec[] = [
  operation({
    name: 'create',
    operation: 'createConfig',
    summary: 'Create a config: a stream of versions of one service in one environment',
    arguments: [NAME],
    options: [
      ['--kind <kind>', 'what the content is to its readers (default config)'],
      ['--schema <id>', 'JSON Schema that content must match, name@version'],
      ['--rail <rail>', 'domain with rules of its own: bin-table'],
      ['--require <check>', 'verdict that a version needs: schema, rail, review (repeat)', 'repeated'],
      ['--risk-floor <risk>', 'least risk of a snapshot that holds it'],
      ['--owner <subject>', 'who owns it (default: you)'],
      ['--description <text>', 'what it is for'],
      ...STRATEGY_OPTIONS,
    ],
    example: 'create payment-service.production --schema payment-rates@1.0.0 --require review',
    changes: true,
    request: async (input, { readStdin }) => ({
      body: {
        name: input.argument('name'),
        kind: input.text('kind'),
        rail: input.text('rail') as CreateConfigRequest['rail'] | undefined,
        schema: input.text('schema'),
        requiredVerdicts: input.list('require') as CreateConfigRequest['requiredVerdicts'],
        riskFloor: input.text('risk-floor') as CreateConfigRequest['riskFloor'] | undefined,
        owner: input.text('owner'),
        description: input.text('description'),
        defaultStrategy: await strategyOf(input, readStdin),
      },
    }),
    view: async () => (await views()).configCard,
  }),
  listing({
    name: 'list',
    operation: 'listConfigs',
    summary: 'The configs you may read, by name',
    example: 'list --all',
    rows: 'items',
    view: async () => (await views()).configTable,
  }),
  operation({
    name: 'get',
    operation: 'getConfig',
    summary: 'One config, with the highest version of each line',
    arguments: [NAME],
    example: 'get payment-service.production',
    request: (input) => ({ params: { name: input.argument('name') } }),
    view: async () => (await views()).configCard,
  }),
  operation({
    name: 'get-access',
    operation: 'getConfigAccess',
    summary: 'Who may do what with a config',
    arguments: [NAME],
    example: 'get-access payment-service.production',
    request: (input) => ({ params: { name: input.argument('name') } }),
    view: async () => (await import('../views/access.ts')).accessTable,
  }),
  operation({
    name: 'set-access',
    operation: 'setConfigAccess',
    summary: 'Replace the access list of a config',
    arguments: [NAME],
    options: ACCESS_OPTIONS,
    example: 'set-access payment-service.production --grant alice=write --grant bob=operate',
    changes: true,
    request: (input) => ({ params: { name: input.argument('name') }, body: accessOf(input) }),
    view: async () => (await import('../views/access.ts')).accessTable,
  }),
];
