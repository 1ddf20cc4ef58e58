import type { CommandSpec } from '../command-spec.ts';
import { usage } from '../failure.ts';
import { operation } from '../operation-command.ts';
import type { SignToken } from '../token/token.ts';

/** @param signToken signs with the key in a data folder */
export const topLevelCommands = (signToken: SignToken): readonly CommandSpec[] => [
  {
    name: 'token',
    operations: [],
    summary: 'Print a development token, signed with the key in the data folder of an embedded server',
    options: [
      ['--role <role>', 'admin, operator, developer or viewer'],
      ['--data <dir>', 'data folder of the server'],
      ['--subject <name>', 'who it speaks for (default: the name of the role)'],
    ],
    example: 'token --role operator --data .plumb --subject otto',
    local: true,
    run: async ({ stdout, now }, input) => {
      const { token } = await import('../token/token.ts');
      const options = { role: input.need('role'), data: input.need('data'), subject: input.text('subject') };
      const made = await token(options, signToken, now()).catch((error: Error) => {
        throw usage(error.message);
      });
      stdout.write(`${made}\n`);
      return undefined;
    },
  },
  operation({
    name: 'health',
    operation: 'getHealth',
    summary: 'Whether the control plane answers',
    example: 'health',
    view: async () => (await import('../views/health.ts')).healthView,
  }),
  {
    name: 'openapi',
    operations: ['getOpenApi'],
    summary: 'The OpenAPI document of this server',
    options: [['--out <path>', 'write it to a file']],
    example: 'openapi --out openapi.json',
    run: async (context, input) => {
      const { printBytes } = await import('../print-bytes.ts');
      printBytes(context, await (await context.client()).bytes('getOpenApi', {}), input.text('out'));
      return undefined;
    },
  },
];
