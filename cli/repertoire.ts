import type { Group } from './command-spec.ts';
import { topLevelCommands } from './commands/top-level.ts';
import type { Delegate, Repertoire } from './program.ts';
import type { SignToken } from './token/token.ts';
import type { OpenTrust } from './trust/trust-door.ts';

/** What the CLI may not do itself, because it speaks only HTTP. */
export interface Hands {
  readonly signToken: SignToken;
  readonly openTrust: OpenTrust;
  /** The agent, which is a program of its own. */
  readonly agent: Delegate;
}

export const repertoire = (version: string, { signToken, openTrust, agent }: Hands): Repertoire => ({
  version,
  topLevel: topLevelCommands(signToken),
  groups: [...GROUPS, { ...TRUST, load: async () => (await import('./commands/trust.ts')).trustCommands(openTrust) }],
  delegates: [agent],
});

const TRUST = { name: 'trust', summary: 'The root of trust: who may sign what' };

const GROUPS: readonly Group[] = [
  {
    name: 'config',
    summary: 'Named streams of configuration',
    load: async () => (await import('./commands/config.ts')).CONFIG_COMMANDS,
  },
  {
    name: 'version',
    summary: 'Immutable contents of a config',
    load: async () => (await import('./commands/version.ts')).VERSION_COMMANDS,
  },
  {
    name: 'schema',
    summary: 'JSON Schemas that contents must match',
    load: async () => (await import('./commands/schema.ts')).SCHEMA_COMMANDS,
  },
  {
    name: 'snapshot',
    summary: 'Bundles of versions, validated and approved',
    load: async () => (await import('./commands/snapshot.ts')).SNAPSHOT_COMMANDS,
  },
  {
    name: 'deployment',
    summary: 'Moving a cluster from one release to the next',
    load: async () => (await import('./commands/deployment.ts')).DEPLOYMENT_COMMANDS,
  },
  {
    name: 'cluster',
    summary: 'Nodes that run the same release',
    load: async () => (await import('./commands/cluster.ts')).CLUSTER_COMMANDS,
  },
  {
    name: 'release',
    summary: 'What was signed, as files',
    load: async () => (await import('./commands/release.ts')).RELEASE_COMMANDS,
  },
  {
    name: 'enrolment-token',
    summary: 'Tokens with which nodes enrol',
    load: async () => (await import('./commands/enrolment-token.ts')).ENROLMENT_TOKEN_COMMANDS,
  },
  {
    name: 'node',
    summary: 'Registered instances and devices',
    load: async () => (await import('./commands/node.ts')).NODE_COMMANDS,
  },
  {
    name: 'drift',
    summary: 'Nodes that are not what they should be',
    load: async () => (await import('./commands/drift.ts')).DRIFT_COMMANDS,
  },
  {
    name: 'audit',
    summary: 'The tamper-evident history',
    load: async () => (await import('./commands/audit.ts')).AUDIT_COMMANDS,
  },
];
