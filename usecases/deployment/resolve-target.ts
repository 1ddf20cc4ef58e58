import { CONFIG } from '../../core/config/evolve.ts';
import { done, type Outcome, type Rejected, reject } from '../../core/decision.ts';
import type { RevisionProfile } from '../../core/snapshot/events.ts';
import { revisionKey, SNAPSHOT, SNAPSHOT_REVISION } from '../../core/snapshot/evolve.ts';
import type { StartDeploymentRequest } from '../../schemas/deployment.ts';
import type { Strategy } from '../../schemas/strategy.ts';
import { mayActOnDeployment } from '../access/may-act-on-deployment.ts';
import { mayRead } from '../access/may-read.ts';
import type { Call } from '../call.ts';
import { loadState } from '../load-state.ts';
import type { World } from '../ports.ts';
import { implicitSnapshot } from '../snapshot/implicit-snapshot.ts';
import { mayReadSnapshot } from '../snapshot/may-read-snapshot.ts';
import { readSnapshotDocument } from '../snapshot/snapshot-document.ts';

/** What somebody asked to deploy, with what they left out. */
export interface DeploymentTarget {
  readonly cluster: string;
  readonly profile: RevisionProfile;
  readonly configs: readonly string[];
  readonly strategy: Strategy;
  /** Of an implicit snapshot: the one that was Active when it was made; undefined for a named one. */
  readonly basedOn?: string | null;
}

type Needs = Pick<World, 'streams' | 'blobs' | 'authority' | 'ids'>;

/**
 * Fills in cluster, revision and strategy. A config version becomes the implicit snapshot of the cluster, which is
 * stored so that it can be approved.
 * @returns `snapshot_unknown` and `version_unknown`, also for what may not be read, the refusals of `mayActOnDeployment`, the refusals of `implicitSnapshot`, and `invalid_request` where
 *   what is left out does not follow from the rest
 */
export async function resolveTarget(
  world: Needs,
  asked: StartDeploymentRequest,
  call: Call,
): Promise<Outcome<DeploymentTarget>> {
  const { configName, configVersion } = asked;
  if (configName === undefined || configVersion === undefined)
    return namedTarget(world, asked, call, asked.snapshot ?? '');
  const cluster = asked.cluster ?? configName;
  // Before anything is stored: asking makes the snapshot, and what one may not read is not there.
  if (!(await mayRead(world, call.principal, { config: configName })))
    return reject('version_unknown', { config: configName, version: configVersion });
  const allowed = await mayActOnDeployment(world, call.principal, { cluster, configs: [configName] });
  if (!allowed.ok) return allowed;
  const made = await implicitSnapshot(world, { cluster, config: configName, version: configVersion }, call);
  if (!made.ok) return made;
  const { name, revision, basedOn } = made.value;
  const target = await namedTarget(world, { ...asked, cluster, revision }, call, name, configName);
  return target.ok ? done({ ...target.value, basedOn }) : target;
}

async function namedTarget(
  world: Needs,
  asked: StartDeploymentRequest,
  { principal }: Call,
  name: string,
  configName?: string,
): Promise<Outcome<DeploymentTarget>> {
  const revision = asked.revision ?? (await loadState(world, SNAPSHOT, name)).state.revision;
  const { profile } = (await loadState(world, SNAPSHOT_REVISION, revisionKey(name, revision))).state;
  // The revision is told as it was asked for: the newest one of what may not be seen is nobody's business.
  const unknown = reject('snapshot_unknown', asked.revision === undefined ? { name } : { name, revision });
  if (!profile) return unknown;
  const document = await readSnapshotDocument(world, profile.digest);
  if (!(await mayReadSnapshot(world, principal, document))) return unknown;
  const configs = Object.keys(document.configs);
  const cluster = asked.cluster ?? only(profile.clusters);
  if (cluster === undefined) return missing('cluster', 'the snapshot targets several clusters: name one');
  const main = configName ?? only(configs);
  const strategy =
    asked.strategy ??
    (main === undefined ? null : (await loadState(world, CONFIG, main)).state.profile?.defaultStrategy);
  if (!strategy) return missing('strategy', 'no strategy is given and the config has no default one');
  return done({ cluster, profile, configs, strategy });
}

const only = <T>(values: readonly T[]): T | undefined => (values.length === 1 ? values[0] : undefined);

const missing = (field: string, message: string): Rejected =>
  reject('invalid_request', {
    errors: [{ in: 'body', pointer: `/${field}`, path: `$['${field}']`, rule: 'required', message }],
  });
