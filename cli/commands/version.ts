import type { Tag } from '../../schemas/version.ts';
import type { CommandSpec } from '../command-spec.ts';
import { usage } from '../failure.ts';
import { listing, operation } from '../operation-command.ts';

const CONFIG = ['<config>', 'service.environment'] as const;
const VERSION = ['<version>', 'semver, e.g. 1.2.0 (or with its build, 1.2.0-8f2a)'] as const;
const views = () => import('../views/version.ts');

export const VERSION_COMMANDS: readonly CommandSpec[] = [
  {
    name: 'publish',
    operations: ['publishVersion', 'openUpload'],
    summary: 'Publish an immutable version: JSON or YAML, opaque bytes, or the content of another config',
    arguments: [CONFIG, VERSION],
    options: [
      ['--file <path>', 'JSON, or YAML by its ending; - for JSON on stdin'],
      ['--upload <path>', 'opaque bytes, at most 16 MB, sent straight to storage'],
      ['--media-type <type>', 'of the uploaded bytes'],
      ['--from <version>', 'same content as other.config@1.2.0'],
      ['--tag <tag>', 'stable, beta, deprecated (repeat)', 'repeated'],
      ['--note <text>', 'what changed'],
      ['--allow-lower', 'below another version of its line, with a justification'],
      ['--justification <text>', 'why'],
    ],
    example: 'publish payment-service.production 1.2.0 --file rates.json --note "new card ranges"',
    changes: true,
    run: async (context, input) => {
      const { publishVersion } = await import('../publish-version.ts');
      await publishVersion(context, input);
      return undefined;
    },
  },
  listing({
    name: 'list',
    operation: 'listVersions',
    summary: 'The versions of a config',
    arguments: [CONFIG],
    example: 'list payment-service.production',
    request: (input) => ({ params: { name: input.argument('config') } }),
    rows: 'items',
    view: async () => (await views()).versionTable,
  }),
  operation({
    name: 'get',
    operation: 'getVersion',
    summary: 'One version with its verdicts, tags and signature',
    arguments: [CONFIG, VERSION],
    example: 'get payment-service.production 1.2.0',
    request: (input) => ({ params: { name: input.argument('config'), version: input.argument('version') } }),
    view: async () => (await views()).versionCard,
  }),
  {
    name: 'content',
    operations: ['getContent'],
    summary: 'The stored bytes themselves: JSON in its canonical form',
    arguments: [CONFIG, VERSION],
    options: [['--out <path>', 'write them to a file']],
    example: 'content payment-service.production 1.2.0 --out rates.json',
    run: async (context, input) => {
      const { printBytes } = await import('../print-bytes.ts');
      const params = { name: input.argument('config'), version: input.argument('version') };
      const client = await context.client();
      printBytes(context, await client.bytes('getContent', { params }), input.text('out'));
      return undefined;
    },
  },
  {
    name: 'diff',
    operations: ['diffVersions'],
    summary: 'What was added, removed and modified between two versions',
    arguments: [CONFIG, ['<from>', 'version before'], ['<to>', 'version after']],
    options: [['--patch', 'print the RFC 6902 patch']],
    example: 'diff payment-service.production 1.1.0 1.2.0 --patch',
    run: async (context, input) => {
      const { show } = await import('../run-operation.ts');
      const params = { name: input.argument('config'), v1: input.argument('from'), v2: input.argument('to') };
      const answer = await (await context.client()).call('diffVersions', { params });
      const asked = input.flag('patch') ? { ...answer, text: JSON.stringify(answer.value.patch) } : answer;
      const json = context.json || input.flag('patch');
      await show({ ...context, json }, asked, async () => (await import('../views/diff.ts')).diffView);
      return undefined;
    },
  },
  operation({
    name: 'review',
    operation: 'reviewVersion',
    summary: 'Give your verdict on a version; who wrote it cannot pass it',
    arguments: [CONFIG, VERSION],
    options: [
      ['--pass', 'it may be released'],
      ['--fail', 'it may not'],
      ['--note <text>', 'what you looked at'],
    ],
    example: 'review payment-service.production 1.2.0 --pass --note "compared with the scheme bulletin"',
    changes: true,
    request: (input) => {
      if (input.flag('pass') === input.flag('fail')) throw usage('say --pass or --fail');
      return {
        params: { name: input.argument('config'), version: input.argument('version') },
        body: { verdict: input.flag('pass') ? 'passed' : 'failed', note: input.need('note') },
      };
    },
    view: async () => (await views()).versionCard,
  }),
  operation({
    name: 'revoke',
    operation: 'revokeVersion',
    summary: 'Take a version out of use: no new release may hold it, and it is drift where it runs',
    arguments: [CONFIG, VERSION],
    options: [['--justification <text>', 'why']],
    example: 'revoke payment-service.production 1.2.0 --justification "wrong card ranges"',
    changes: true,
    request: (input) => ({
      params: { name: input.argument('config'), version: input.argument('version') },
      body: { justification: input.need('justification') },
    }),
    view: async () => (await views()).versionCard,
  }),
  operation({
    name: 'erase',
    operation: 'eraseContent',
    summary: 'Erase the content of a revoked version for good: a secret, data of people; nodes that hold it keep it',
    arguments: [CONFIG, VERSION],
    options: [['--justification <text>', 'why']],
    example: 'erase payment-service.production 1.2.0 --justification "holds the password of a person"',
    changes: true,
    request: (input) => ({
      params: { name: input.argument('config'), version: input.argument('version') },
      body: { justification: input.need('justification') },
    }),
    view: async () => (await views()).versionCard,
  }),
  operation({
    name: 'tag',
    operation: 'setTags',
    summary: 'Set the tags of a version, all at once; none takes them away',
    arguments: [CONFIG, VERSION, ['[tags...]', 'stable, beta, deprecated']],
    example: 'tag payment-service.production 1.2.0 stable',
    changes: true,
    request: (input) => ({
      params: { name: input.argument('config'), version: input.argument('version') },
      body: { tags: input.words('tags') as Tag[] },
    }),
    view: async () => (await views()).versionCard,
  }),
];
