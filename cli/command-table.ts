import type { CommandSpec, OptionSpec } from './command-spec.ts';
import { EVERYWHERE, type Repertoire } from './program.ts';

/** docs/cli.md, written from the commands themselves. */
export async function commandTable({ groups, topLevel, delegates }: Repertoire): Promise<string> {
  const parts = await Promise.all(
    groups.map(async ({ name, summary, load }) => {
      const specs = await load();
      return [`## plumb ${name}`, '', `${summary}.`, '', ...specs.flatMap((spec) => command(`plumb ${name}`, spec))];
    }),
  );
  const alone = delegates.map(({ name, summary }) => `- \`plumb ${name}\`: ${summary}; \`plumb ${name} --help\``);
  return `${[
    ...HEAD,
    ...EVERYWHERE.map(option),
    '',
    ...parts.flat(),
    '## On their own',
    '',
    ...topLevel.flatMap((spec) => command('plumb', spec)),
    ...alone,
  ].join('\n')}\n`;
}

const HEAD = [
  '# plumb, command by command',
  '',
  'Written from the commands themselves by `npm run generate`; a test compares. `plumb COMMAND --help` says the same.',
  '',
  'Server and token come from `PLUMB_URL` and `PLUMB_TOKEN`, or from flags, which win. Tables are for people;',
  '`--json` prints the one document that the API answered. Exit codes: 0 done, 1 refused by the server, 2 wrong',
  'usage, 3 no answer (or the server failed), 4 ended badly (rolled back, not verified, not valid).',
  '',
  'Everywhere:',
  '',
];

const option = ([flags, meaning]: OptionSpec): string => `- \`${flags}\`: ${meaning}`;

function command(
  path: string,
  { name, summary, arguments: named = [], options = [], changes, example }: CommandSpec,
): string[] {
  const usage = [path, name, ...named.map(([argument]) => argument)].join(' ');
  const flags = [
    ...options.map(([flag]) => flag),
    ...(changes ? ['--if-match <revision>', '--idempotency-key <key>'] : []),
  ];
  return [
    `- **\`${usage}\`**: ${summary}.`,
    ...(flags.length > 0 ? [`  Flags: ${flags.map((flag) => `\`${flag}\``).join(' ')}.`] : []),
    `  Example: \`${path} ${example}\``,
  ];
}
