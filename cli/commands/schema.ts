import type { CommandSpec } from '../command-spec.ts';
import { readInput, readJsonText } from '../input.ts';
import { listing, operation } from '../operation-command.ts';

const ID = ['<id>', 'name@version, e.g. payment-rates@1.0.0'] as const;
const views = () => import('../views/schema.ts');

export const SCHEMA_COMMANDS: readonly CommandSpec[] = [
  operation({
    name: 'register',
    operation: 'registerSchema',
    summary: 'Register an immutable JSON Schema: 2020-12, or draft-07 by its $schema',
    arguments: [
      ['<name>', 'e.g. payment-rates'],
      ['<version>', 'three numbers'],
    ],
    options: [
      ['--file <path>', 'the schema, JSON; - for stdin'],
      ['--description <text>', 'what it is for'],
    ],
    example: 'register payment-rates 1.0.0 --file payment-rates.schema.json',
    changes: true,
    request: async (input, { readStdin }) => {
      const about = {
        name: input.argument('name'),
        version: input.argument('version'),
        description: input.text('description'),
      };
      const schema = await readJsonText(input.text('file') ?? '-', readStdin);
      // The schema goes in as it is written: what the server reads strictly must not have been read loosely before.
      const bytes = Buffer.from(`${JSON.stringify(about).slice(0, -1)},"schema":${schema}}`);
      return { content: { mediaType: 'application/json', bytes } };
    },
    view: async () => (await views()).schemaCard,
  }),
  listing({
    name: 'list',
    operation: 'listSchemas',
    summary: 'All schemas',
    example: 'list',
    rows: 'items',
    view: async () => (await views()).schemaTable,
  }),
  operation({
    name: 'get',
    operation: 'getSchema',
    summary: 'One schema with its document',
    arguments: [ID],
    example: 'get payment-rates@1.0.0',
    request: (input) => ({ params: { id: input.argument('id') } }),
    view: async () => (await views()).schemaCard,
  }),
  operation({
    name: 'validate',
    operation: 'validateDocument',
    summary: 'Try a document against a schema; nothing is stored',
    arguments: [ID],
    options: [['--file <path>', 'JSON, or YAML by its ending; - for JSON on stdin']],
    example: 'validate payment-rates@1.0.0 --file rates.json',
    request: async (input, { readStdin }) => {
      const path = input.text('file') ?? '-';
      const mediaType = /\.ya?ml$/i.test(path) ? 'application/yaml' : 'application/json';
      return {
        params: { id: input.argument('id') },
        content: { mediaType, bytes: await readInput(path, readStdin) },
      };
    },
    view: async () => (await views()).validationView,
    good: ({ valid }) => valid,
  }),
];
