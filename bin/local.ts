import { Command, InvalidArgumentError, Option } from 'commander';
import { EMULATORS, type EmulatorName } from '../local/emulator.ts';
import { takeDown } from '../local/find-emulator.ts';
import { mintToken } from '../local/issuer/issuer.ts';
import { readState } from '../local/state.ts';
import { bringUp } from '../local/up.ts';
import { Role } from '../schemas/principal.ts';

interface Options {
  readonly on?: EmulatorName;
  readonly down?: true;
  readonly json?: true;
  readonly token?: Role;
  readonly subject?: string;
  readonly context: Readonly<Record<string, string>>;
}

const TWELVE_HOURS = 12 * 3600;

const role = (text: string): Role => {
  const found = Role.options.find((each) => each.toLowerCase() === text.toLowerCase());
  if (found) return found;
  throw new InvalidArgumentError(`one of ${Role.options.join(', ')}`);
};
const setting = (text: string, before: Readonly<Record<string, string>>): Record<string, string> => {
  const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new InvalidArgumentError('name=value');
  return { ...before, [name]: value };
};

const options: Options = new Command('local')
  .description('The whole control plane on an emulated AWS, on this machine: no Docker, no account.')
  .addOption(
    new Option('--on <emulator>', 'which one (default: what answers at AWS_ENDPOINT_URL, else localstack)').choices([
      ...EMULATORS,
    ]),
  )
  .option('--down', 'end it, or all of them without --on')
  .option('--token <role>', 'print a token of that role for the deployment that is up', role)
  .option('--subject <name>', 'whom the token speaks for (default: the role)')
  .option('-c, --context <name=value>', 'passed to cdk deploy; may be repeated', setting, {})
  .option('--json', 'print one last line with everything; words go to stderr')
  .parse()
  .opts();

const say = (line: string): void => {
  (options.json ? process.stderr : process.stdout).write(`${line}\n`);
};

async function printToken(wanted: Role): Promise<void> {
  const state = (options.on ? [options.on] : (['given', ...EMULATORS] as const)).map(readState).find(Boolean);
  if (!state) throw new Error('nothing is up: npm run local');
  const subject = options.subject ?? wanted.toLowerCase();
  process.stdout.write(`${await mintToken(state.issuer, { subject, role: wanted, lifetimeSeconds: TWELVE_HOURS })}\n`);
}

async function up(): Promise<void> {
  const { on, context } = options;
  const names = on ? [on] : (['given', 'localstack'] as const);
  const upBefore = new Set(names.filter((name) => readState(name)));
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, async () => {
      for (const name of names) if (!upBefore.has(name)) await takeDown(name);
      process.exit(130);
    });
  const state = await bringUp({ on, context, say });
  const token = await mintToken(state.issuer, { subject: 'admin', role: 'Admin', lifetimeSeconds: TWELVE_HOURS });
  say(`
Plumbline serves ${state.url}/api/v1 on ${state.emulator} (AWS_ENDPOINT_URL=${state.endpoint})
  export PLUMB_URL=${state.url}
  export PLUMB_TOKEN=${token}
The root key is ${state.rootKey}.
Another token:  npm run --silent local -- --token operator --subject otto
The end of it:  npm run local -- --down`);
  if (options.json) process.stdout.write(`${JSON.stringify({ ...state, token })}\n`);
}

const down = async (): Promise<void> => {
  for (const name of options.on ? [options.on] : (['given', ...EMULATORS] as const)) await takeDown(name);
  say('Nothing of it runs any more.');
};

try {
  if (options.down) await down();
  else if (options.token) await printToken(options.token);
  else await up();
} catch (error) {
  process.stderr.write(`local: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
