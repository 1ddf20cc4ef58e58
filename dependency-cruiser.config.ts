import type { IConfiguration, IForbiddenRuleType } from 'dependency-cruiser';

/**
 * Who may import whom: each top-level folder, and the other folders it sees.
 * A folder without a row may hold no module. `bin`, `bench` and `test` wire, measure and check, so they see everything.
 */
export const MAY_SEE: Readonly<Record<string, readonly string[] | 'everything'>> = {
  schemas: [],
  core: ['schemas'],
  usecases: ['schemas', 'core'],
  adapters: ['schemas', 'core', 'usecases', 'state-machines'],
  functions: ['schemas', 'core', 'usecases'],
  server: ['schemas', 'core', 'usecases', 'adapters', 'functions', 'state-machines'],
  agent: ['schemas', 'core'],
  cli: ['schemas', 'core'],
  demo: ['schemas', 'core'],
  lib: ['schemas', 'state-machines', 'functions'], // of functions only the types of env.ts, see below
  local: ['schemas', 'functions'],
  'state-machines': [],
  /** To be copied: they need nothing of ours. */
  examples: [],
  bin: 'everything',
  bench: 'everything',
  test: 'everything',
};

/** Tool configuration at the root; nothing imports it but the tools and the gates. */
const ROOT_FILE = '^[^/]+\\.config\\.ts$';

/** Live wiring of a function: the one file of its room that knows the cloud, so that tests can run everything else. */
const LIVE_WIRING = '^functions/[^/]+/index\\.ts$';

const anyOf = (folders: readonly string[]): string => `^(${folders.join('|')})/`;

const layers: IForbiddenRuleType[] = Object.entries(MAY_SEE).flatMap(([folder, seen]) =>
  seen === 'everything'
    ? []
    : {
        name: `${folder}-sees-too-much`,
        severity: 'error' as const,
        from: { path: anyOf([folder]), pathNot: LIVE_WIRING },
        to: { dependencyTypesNot: ['core'], pathNot: [anyOf([folder, ...seen]), '(^|/)node_modules/'] },
      },
);

const configuration: IConfiguration = {
  forbidden: [
    ...layers,
    {
      name: 'live-wiring-sees-too-much',
      severity: 'error',
      from: { path: LIVE_WIRING },
      to: {
        dependencyTypesNot: ['core'],
        pathNot: [
          anyOf(['functions', ...(MAY_SEE['functions'] as readonly string[])]),
          '^adapters/(aws|validation)/',
          '(^|/)node_modules/',
        ],
      },
    },
    {
      name: 'folder-without-a-row',
      severity: 'error',
      from: { pathNot: [anyOf(Object.keys(MAY_SEE)), ROOT_FILE] },
      to: {},
    },
    {
      name: 'core-touches-the-machine',
      comment: 'core is pure; only core/integrity hashes and verifies, with node:crypto.',
      severity: 'error',
      from: { path: '^core/', pathNot: '^core/integrity/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'integrity-needs-only-crypto',
      severity: 'error',
      from: { path: '^core/integrity/' },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?crypto$' },
    },
    {
      name: 'functions-keep-to-their-room',
      comment: 'Each folder of functions/ is a trust boundary with its own role.',
      severity: 'error',
      from: { path: '^functions/([^/]+)/' },
      to: { path: '^functions/', pathNot: '^functions/($1|shared)/' },
    },
    {
      name: 'lib-sees-environments-only',
      comment: 'What a function wants in its environment is a type; nothing of a function runs while a stack is made.',
      severity: 'error',
      from: { path: '^lib/' },
      to: { path: '^functions/', pathNot: '^functions/[^/]+/env\\.ts$' },
    },
    {
      name: 'lib-sees-types-only',
      severity: 'error',
      from: { path: '^lib/' },
      to: { path: '^functions/[^/]+/env\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'adapters-keep-apart',
      severity: 'error',
      from: { path: '^adapters/(aws|embedded)/' },
      to: { path: '^adapters/(aws|embedded)/', pathNot: '^adapters/$1/' },
    },
    {
      name: 'outside-the-cloud',
      comment: 'Only adapters of AWS carry its SDK; never the agent, the CLI, the rules, or what runs embedded.',
      severity: 'error',
      from: {
        path: '^(agent|cli|core|schemas|usecases|demo|server|functions|adapters/(?!aws/))',
        pathNot: LIVE_WIRING,
      },
      to: { path: 'node_modules/(@aws-sdk|@smithy)/' },
    },
    {
      name: 'lean-parts-carry-no-sdk',
      comment: 'What an idle check-in loads starts several times faster without a client of the SDK.',
      severity: 'error',
      from: { path: '^(functions/node|adapters/aws/(lean|streams|dynamodb/(?!sdk-)))' },
      to: { path: 'node_modules/(@aws-sdk|@smithy)/', reachable: true },
    },
    {
      name: 'development-package-in-product',
      severity: 'error',
      comment: 'What bundles the product is not in it.',
      from: { pathNot: ['^(test|bench)/', '^bin/build(/|\\.ts$)', ROOT_FILE] },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    { name: 'cycle', severity: 'error', from: {}, to: { circular: true } },
    { name: 'unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    parser: 'swc', // TypeScript 7 has no parser API: left to itself the tool would find no module and be content.
    tsPreCompilationDeps: true, // sees `import type` too
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(coverage|dist|\\.data|\\.plumb)/' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};

export default configuration;
