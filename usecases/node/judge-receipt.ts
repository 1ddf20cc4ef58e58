import { CLUSTER } from '../../core/cluster/evolve.ts';
import type { ClusterState } from '../../core/cluster/state.ts';
import { done, type Outcome, reject } from '../../core/decision.ts';
import { DEPLOYMENT } from '../../core/deployment/evolve.ts';
import type { DeploymentState } from '../../core/deployment/state.ts';
import { fromBase64 } from '../../core/integrity/base64.ts';
import { checkpointOrigin, readCheckpoint } from '../../core/integrity/checkpoint.ts';
import type { PublicKey } from '../../core/integrity/keys.ts';
import { checkpointForked } from '../../core/node/checkpoint-seen.ts';
import { type CheckedReceipt, checkReceipt } from '../../core/node/record/decide-receipt.ts';
import type { NodeIdentity } from '../../core/node-token/claims.ts';
import { Directive, type DsseEnvelope } from '../../schemas/documents.ts';
import type { ReceiptClaims } from '../../schemas/receipt.ts';
import { loadState } from '../load-state.ts';
import type { World } from '../ports.ts';
import type { KnownRelease, KnownReleases } from './known-releases.ts';

export interface JudgedReceipt extends CheckedReceipt {
  /** Of the deployment it belongs to: from the command that started it to what its nodes prove, one trace. */
  readonly traceId: string | undefined;
}

/**
 * Holds what receipts say against what their cluster was told. Reads the cluster once and each deployment once. The
 * time in a receipt is the node's own word, and nothing is decided by it.
 * @returns for each `receipt_invalid` with the `field` that cannot be
 * @see docs/protocol.md §5.5
 */
export async function receiptJudge(
  world: Pick<World, 'streams' | 'authority' | 'controlPlane'>,
  releases: KnownReleases,
  { node, cluster }: NodeIdentity,
  key: PublicKey,
): Promise<(receipt: string) => Promise<Outcome<JudgedReceipt>>> {
  const { controlPlane } = world;
  const { state: told } = await loadState(world, CLUSTER, cluster);
  const newest = newestCheckpoint(told);
  const deployments = new Map<string, Promise<DeploymentState>>();
  const deploymentOf = (id: string): Promise<DeploymentState> => {
    const loading = deployments.get(id) ?? loadState(world, DEPLOYMENT, id).then(({ state }) => state);
    deployments.set(id, loading);
    return loading;
  };
  return async (receipt) => {
    const read = checkReceipt(receipt, key, { controlPlane, node, cluster });
    if (!read.ok) return read;
    const { claims } = read.value;
    const seen = claims.checkpoint;
    const deployment = claims.deploymentId === undefined ? undefined : await deploymentOf(claims.deploymentId);
    const field =
      unsignedRelease(claims, told) ??
      wrongRelease(claims, await releases(claims.digest), { cluster, controlPlane }) ??
      wrongDeployment(claims, deployment) ??
      ((told.directive?.sequence ?? 0) < claims.directiveSequence ? 'directiveSequence' : undefined) ??
      wrongCheckpoint(claims, controlPlane, newest);
    if (field !== undefined) return reject('receipt_invalid', { field, counter: claims.counter });
    const forked = seen !== undefined && newest !== undefined && checkpointForked(seen, newest);
    return done({
      ...read.value,
      traceId: deployment?.traceId,
      ...(forked ? { forked: { seen, signed: newest } } : {}),
    });
  };
}

/** Drafted and not signed yet: no node can have fetched it, whoever knows its digest. */
const unsignedRelease = ({ digest }: ReceiptClaims, { draft }: ClusterState): string | undefined =>
  draft?.digest === digest && draft.envelopeSha256 === null ? 'digest' : undefined;

function wrongRelease(
  { generation, epoch, configs }: ReceiptClaims,
  release: KnownRelease | undefined,
  { cluster, controlPlane }: { readonly cluster: string; readonly controlPlane: string },
): string | undefined {
  if (!release || release.cluster !== cluster || release.controlPlane !== controlPlane) return 'digest';
  if (release.generation !== generation) return 'generation';
  if (release.epoch !== epoch) return 'epoch';
  const same = Object.entries(configs).every(([name, sha256]) => release.configs.get(name) === sha256);
  return same && Object.keys(configs).length === release.configs.size ? undefined : 'configs';
}

/** A deployment has one release: what another cluster or another generation did is not its doing. */
const wrongDeployment = (
  { deploymentId, cluster, generation }: ReceiptClaims,
  deployment: DeploymentState | undefined,
): string | undefined =>
  deploymentId === undefined || (deployment?.cluster === cluster && deployment.generation === generation)
    ? undefined
    : 'deploymentId';

/** The one in the directive is our own; a fleet that proves it echoes nothing else, and it need not be read again. */
const wrongCheckpoint = (
  { checkpoint }: ReceiptClaims,
  controlPlane: string,
  newest: string | undefined,
): string | undefined =>
  checkpoint === undefined ||
  checkpoint === newest ||
  readCheckpoint(checkpoint)?.origin === checkpointOrigin(controlPlane)
    ? undefined
    : 'checkpoint';

/** The one that nodes are told now: what was told before lies in it. A fleet proves one directive at once. */
function newestCheckpoint({ served }: ClusterState): string | undefined {
  if (!served?.envelope) return undefined;
  const { envelope } = served;
  if (checkpoints.has(envelope)) return checkpoints.get(envelope);
  const payload = fromBase64(envelope.payload);
  const newest = payload && Directive.parse(JSON.parse(new TextDecoder().decode(payload))).predicate.checkpoint;
  checkpoints.set(envelope, newest);
  return newest;
}
const checkpoints = new WeakMap<DsseEnvelope, string | undefined>();
