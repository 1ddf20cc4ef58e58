import type { CreateSnapshotRequest } from '../../schemas/snapshot.ts';
import type { CommandSpec, Context, OptionSpec } from '../command-spec.ts';
import { usage } from '../failure.ts';
import type { Input } from '../input.ts';
import { listing, operation } from '../operation-command.ts';

const NAME = ['<name>', 'e.g. spring-rates'] as const;
const REVISION: OptionSpec = ['--revision <n>', 'which one; what you looked at is what you name'];
const views = () => import('../views/snapshot.ts');

export const SNAPSHOT_COMMANDS: readonly CommandSpec[] = [
  operation({
    name: 'create',
    operation: 'createSnapshot',
    summary: 'Make the next immutable revision of a snapshot: versions for target clusters',
    arguments: [NAME],
    options: [
      ['--config <version>', 'service.environment@1.2.0 (repeat)', 'repeated'],
      ['--cluster <name>', 'target (repeat; default: the one named like the only config)', 'repeated'],
      ['--summary <text>', 'what changes and why, for those who approve'],
      ['--risk <risk>', 'Low, Medium, High or Critical as you see it; the highest of this and the rules counts'],
      ['--effective-from <time>', 'not before, RFC 3339'],
      ['--effective-to <time>', 'not after, RFC 3339'],
    ],
    example: 'create spring-rates --config payment-service.production@1.2.0 --summary "new card ranges"',
    changes: true,
    request: (input) => ({
      body: {
        name: input.argument('name'),
        configs: configsOf(input),
        clusters: input.list('cluster') as string[] | undefined,
        summary: input.need('summary'),
        risk: input.text('risk') as CreateSnapshotRequest['risk'] | undefined,
        effectiveFrom: instantOf(input, 'effective-from'),
        effectiveTo: instantOf(input, 'effective-to'),
      },
    }),
    view: async () => (await views()).snapshotCard,
  }),
  listing({
    name: 'list',
    operation: 'listSnapshots',
    summary: 'The newest revision of every snapshot',
    example: 'list',
    rows: 'items',
    view: async () => (await views()).snapshotTable,
  }),
  listing({
    name: 'revisions',
    operation: 'listRevisions',
    summary: 'The revisions of one snapshot',
    arguments: [NAME],
    example: 'revisions spring-rates',
    request: (input) => ({ params: { name: input.argument('name') } }),
    rows: 'items',
    view: async () => (await views()).snapshotTable,
  }),
  operation({
    name: 'get',
    operation: 'getSnapshot',
    summary: 'One revision with its map, its delta against what clusters run now, and where it stands',
    arguments: [NAME],
    options: [['--revision <n>', 'default: the newest']],
    example: 'get spring-rates --revision 2',
    request: (input) => ({
      params: { name: input.argument('name') },
      query: { revision: input.count('revision') },
    }),
    view: async () => (await views()).snapshotDetails,
  }),
  operation({
    name: 'validate',
    operation: 'validateSnapshot',
    summary: 'Check that every version of a revision is validated and not revoked',
    arguments: [NAME],
    options: [['--revision <n>', 'default: the newest']],
    example: 'validate spring-rates',
    changes: true,
    request: async (input, context) => ({
      params: { name: input.argument('name') },
      body: { revision: input.count('revision') ?? (await newest(context, input.argument('name'))) },
    }),
    view: async () => (await views()).snapshotCard,
  }),
  operation({
    name: 'approve',
    operation: 'approveSnapshot',
    summary: 'Approve exactly what a revision holds; its authors cannot',
    arguments: [NAME],
    options: [REVISION, ['--digest <sha256>', 'digest you looked at'], ['--note <text>', 'what you looked at']],
    example: 'approve spring-rates --revision 2 --note "compared with the scheme bulletin"',
    changes: true,
    request: (input) => ({
      params: { name: input.argument('name') },
      body: { revision: revisionOf(input), digest: input.text('digest'), note: input.text('note') },
    }),
    view: async () => (await views()).snapshotCard,
  }),
  operation({
    name: 'reject',
    operation: 'rejectSnapshot',
    summary: 'Reject a revision for good; a better one is the next revision',
    arguments: [NAME],
    options: [REVISION, ['--note <text>', 'why']],
    example: 'reject spring-rates --revision 2 --note "range 4711 is missing"',
    changes: true,
    request: (input) => ({
      params: { name: input.argument('name') },
      body: { revision: revisionOf(input), note: input.need('note') },
    }),
    view: async () => (await views()).snapshotCard,
  }),
  operation({
    name: 'break-glass',
    operation: 'breakGlass',
    summary: 'Let a revision out without approval, on record and with an alarm',
    arguments: [NAME],
    options: [REVISION, ['--justification <text>', 'why nobody can approve']],
    example: 'break-glass spring-rates --revision 2 --justification "card payments fail since 09:12"',
    changes: true,
    request: (input) => ({
      params: { name: input.argument('name') },
      body: { revision: revisionOf(input), justification: input.need('justification') },
    }),
    view: async () => (await views()).snapshotCard,
  }),
];

function configsOf(input: Input): Record<string, string> {
  const given = input.list('config') ?? [];
  if (given.length === 0) throw usage('say --config service.environment@1.2.0 at least once');
  const configs = given.map((reference) => {
    const [, name, version] = /^([^@]+)@([^@]+)$/.exec(reference) ?? [];
    if (name === undefined || version === undefined) throw usage(`--config must be name@version: ${reference}`);
    return [name, version] as const;
  });
  if (new Set(configs.map(([name]) => name)).size < configs.length) throw usage('a config occurs twice');
  return Object.fromEntries(configs);
}

/** Any RFC 3339 time becomes UTC with milliseconds, as the API writes times. */
function instantOf(input: Input, option: string): string | undefined {
  const text = input.text(option);
  if (text === undefined) return undefined;
  if (!/^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/i.test(text) || Number.isNaN(Date.parse(text)))
    throw usage(`--${option} must be a time with its zone, e.g. 2026-12-01T06:00:00Z: ${text}`);
  return new Date(text).toISOString();
}

function revisionOf(input: Input): number {
  const revision = input.count('revision');
  if (revision === undefined) throw usage('say which revision: --revision N');
  return revision;
}

const newest = async ({ client }: Context, name: string): Promise<number> =>
  (await (await client()).call('getSnapshot', { params: { name } })).value.revision;
