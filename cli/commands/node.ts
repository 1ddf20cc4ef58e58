import type { CommandSpec, OptionSpec } from '../command-spec.ts';
import type { Input } from '../input.ts';
import { listing, operation } from '../operation-command.ts';

const NODE = ['<node>', 'node-…'] as const;
const WHY: OptionSpec = ['--justification <text>', 'why'];
const views = () => import('../views/node.ts');
const paramsOf = (input: Input) => ({ id: input.argument('node') });
const whyOf = (input: Input) => ({ justification: input.need('justification') });
const ID = 'node-0f1e2d3c4b5a69788796a5b4c3d2e1f0';

export const NODE_COMMANDS: readonly CommandSpec[] = [
  listing({
    name: 'list',
    operation: 'listNodes',
    summary: 'Nodes: what they run, how they fare',
    options: [['--cluster <name>', 'of this cluster only']],
    example: 'list --cluster payment-service.production',
    request: (input) => ({ query: { cluster: input.text('cluster') } }),
    rows: 'nodes',
    view: async () => (await views()).nodeTable,
  }),
  operation({
    name: 'get',
    operation: 'getNode',
    summary: 'One node: what it runs, has proven, and in what it differs',
    arguments: [NODE],
    example: `get ${ID}`,
    request: (input) => ({ params: paramsOf(input) }),
    view: async () => (await views()).nodeCard,
  }),
  listing({
    name: 'timeline',
    operation: 'getNodeTimeline',
    summary: 'Everything that happened to a node, oldest first',
    arguments: [NODE],
    example: `timeline ${ID}`,
    request: (input) => ({ params: paramsOf(input) }),
    rows: 'events',
    view: async () => (await import('../views/event.ts')).eventTable,
  }),
  operation({
    name: 'force-sync',
    operation: 'forceSync',
    summary: 'Order a node to read back, repair and prove its release again',
    arguments: [NODE],
    options: [WHY],
    example: `force-sync ${ID} --justification "edited by hand last night"`,
    changes: true,
    request: (input) => ({ params: paramsOf(input), body: whyOf(input) }),
    view: async () => (await views()).orderLine,
  }),
  operation({
    name: 'unquarantine',
    operation: 'unquarantineNode',
    summary: 'Let a node try a release again that failed too often on it',
    arguments: [NODE],
    options: [WHY],
    example: `unquarantine ${ID} --justification "the disk has room again"`,
    changes: true,
    request: (input) => ({ params: paramsOf(input), body: whyOf(input) }),
    view: async () => (await views()).orderLine,
  }),
  operation({
    name: 'replace',
    operation: 'replaceNode',
    summary: 'Make a one-use token with which a new machine may ask to become this node',
    arguments: [NODE],
    example: `replace ${ID}`,
    changes: true,
    request: (input) => ({ params: paramsOf(input) }),
    view: async () => (await import('../views/enrolment-token.ts')).newTokenCard,
  }),
  operation({
    name: 'confirm',
    operation: 'confirmReplacement',
    summary: 'Take the waiting key of a replacement; the old key is revoked for ever',
    arguments: [NODE],
    options: [['--fingerprint <SHA256:…>', 'as the new machine shows it'], WHY],
    example: `confirm ${ID} --fingerprint SHA256:… --justification "swapped the board"`,
    changes: true,
    request: (input) => ({
      params: paramsOf(input),
      body: { fingerprint: input.need('fingerprint'), ...whyOf(input) },
    }),
    view: async () => (await views()).replacementLine,
  }),
  operation({
    name: 'label',
    operation: 'setNodeLabels',
    summary: 'Grant a node exactly these labels; none takes all away',
    arguments: [NODE],
    options: [['--label <key=value>', 'repeat', 'repeated']],
    example: `label ${ID} --label zone=north --label ring=early`,
    changes: true,
    request: (input) => ({ params: paramsOf(input), body: { labels: input.pairs('label') ?? {} } }),
    view: async () => (await views()).labelsLine,
  }),
  operation({
    name: 'delete',
    operation: 'removeNode',
    summary: 'Revoke the key of a node for ever; its history remains',
    arguments: [NODE],
    example: `delete ${ID}`,
    changes: true,
    request: (input) => ({ params: paramsOf(input) }),
    view: async () => () => 'Removed.',
  }),
];
