import { Command } from 'commander';
import { openAgent } from '../agent/run-agent.ts';
import { agentCommand } from '../cli/agent/command.ts';
import { token } from '../cli/token/token.ts';
import manifest from '../package.json' with { type: 'json' };
import { signDevelopmentToken } from '../server/dev-issuer/dev-issuer.ts';

const program = new Command('plumb').description('Signed configuration and fleet lifecycle control');

program
  .command('token')
  .description('Print a development token, signed with the key in the data directory of an embedded server')
  .requiredOption('--role <role>', 'admin, operator, developer or viewer')
  .requiredOption('--data <dir>', 'data directory of the server')
  .option('--subject <name>', 'who it speaks for (default: the name of the role)')
  .action(async (options: { role: string; data: string; subject?: string }) => {
    process.stdout.write(`${await token(options, signDevelopmentToken, Date.now())}\n`);
  });

program.addCommand(agentCommand(manifest.version, openAgent));

await program.parseAsync().catch((error: unknown) => {
  process.stderr.write(`plumb: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
