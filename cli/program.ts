import { Command } from 'commander';
import type { CommandSpec, Group, OptionSpec } from './command-spec.ts';
import { contextOf } from './context.ts';
import { EXIT } from './failure.ts';
import { inputOf } from './input.ts';
import type { Surroundings } from './surroundings.ts';

export const EVERYWHERE: readonly OptionSpec[] = [
  ['--json', 'print the answer of the API itself'],
  ['--url <url>', 'server (PLUMB_URL, default http://127.0.0.1:8080)'],
  ['--token <token>', 'who asks (PLUMB_TOKEN; better there than on a command line)'],
  ['--allow-http', 'talk to other machines without TLS'],
  ['--verbose', 'tell server and trace id on stderr'],
];
const CHANGES: readonly OptionSpec[] = [
  ['--if-match <revision>', 'only if the thing still has this revision'],
  ['--idempotency-key <key>', 'the same key again is the same command (default: a new one)'],
];

const EPILOGUE = `
Server and token: PLUMB_URL and PLUMB_TOKEN, or --url and --token.
Exit codes: 0 done · 1 refused by the server · 2 wrong usage · 3 no answer · 4 ended badly.

A first day:
  $ export PLUMB_TOKEN=$(plumb token --role admin --data .plumb)
  $ plumb config create payment-service.production
  $ plumb version publish payment-service.production 1.0.0 --file rates.json
  $ plumb snapshot create spring-rates --config payment-service.production@1.0.0 \\
      --summary "new card ranges"
  $ plumb snapshot validate spring-rates
  $ plumb deployment start --snapshot spring-rates --strategy canary \\
      --canary-percentage 10 --phase-interval PT5M --watch`;

/** What a subcommand of another making takes over: everything after its name. */
export interface Delegate {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<Command>;
}

/** Everything `plumb` can do. */
export interface Repertoire {
  readonly version: string;
  readonly groups: readonly Group[];
  readonly topLevel: readonly CommandSpec[];
  readonly delegates: readonly Delegate[];
}

/**
 * Builds `plumb`; groups are filled when somebody goes into them, so that a start stays quick.
 * @param finish gets the exit code of the command that ran
 */
export function makeProgram(
  { version, groups, topLevel, delegates }: Repertoire,
  surroundings: Surroundings,
  finish: (exitCode: number) => void,
): Command {
  const program = new Command('plumb')
    .description('Signed configuration and fleet lifecycle control')
    .version(version)
    .enablePositionalOptions()
    .helpCommand(false)
    .configureOutput({ writeOut: surroundings.stdout.write, writeErr: surroundings.stderr.write })
    .addHelpText('after', EPILOGUE)
    .exitOverride();
  addOptions(program, EVERYWHERE, 'Everywhere:');
  for (const { name, summary } of groups) program.command(name).description(summary).helpCommand(false);
  const add = (parent: Command, spec: CommandSpec): void => addCommand(parent, spec, surroundings, finish);
  for (const spec of topLevel) add(program, spec);
  for (const delegate of delegates) addDelegate(program, delegate);
  return program.hook('preSubcommand', async (_, group) => {
    const { load } = groups.find(({ name }) => name === group.name()) ?? {};
    for (const spec of (await load?.()) ?? []) add(group, spec);
  });
}

const addOptions = (command: Command, options: readonly OptionSpec[], heading?: string): void => {
  for (const [flags, meaning, repeated] of options) {
    const option = command.createOption(flags, meaning);
    if (repeated) option.argParser((value: string, before: readonly string[] = []) => [...before, value]);
    if (heading) option.helpGroup(heading);
    command.addOption(option);
  }
};

function addCommand(
  parent: Command,
  spec: CommandSpec,
  surroundings: Surroundings,
  finish: (exitCode: number) => void,
): void {
  const command = parent.command(spec.name).description(spec.summary);
  for (const [name, meaning] of spec.arguments ?? []) command.argument(name, meaning);
  addOptions(command, spec.options ?? []);
  if (spec.changes) addOptions(command, CHANGES);
  if (!spec.local) addOptions(command, EVERYWHERE, 'Everywhere:');
  const path = parent.name() === 'plumb' ? 'plumb' : `plumb ${parent.name()}`;
  command.addHelpText('after', `\nExample:\n  $ ${path} ${spec.example}`);
  const names = command.registeredArguments.map((argument) => argument.name());
  command.action(async (...given: unknown[]) => {
    const options = { ...command.parent?.parent?.opts(), ...command.parent?.opts(), ...command.opts() };
    const input = inputOf(names, given.slice(0, names.length), options);
    finish((await spec.run(contextOf(options, surroundings), input)) ?? EXIT.ok);
  });
}

function addDelegate(program: Command, { name, summary, load }: Delegate): void {
  program
    .command(name)
    .description(summary)
    .helpOption(false)
    .argument('[words...]')
    .allowUnknownOption()
    .passThroughOptions()
    .action(async (words: readonly string[]) => {
      const command = (await load()).name(`plumb ${name}`).copyInheritedSettings(program);
      await command.parseAsync([...words], { from: 'user' });
    });
}
