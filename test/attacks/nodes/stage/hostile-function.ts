import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { CLUSTER } from '../../../../core/cluster/evolve.ts';
import type { ClusterState } from '../../../../core/cluster/state.ts';
import { done } from '../../../../core/decision.ts';
import { draftDirective } from '../../../../core/directive/payload.ts';
import type { CheckInAnswer, CheckInRequest } from '../../../../schemas/node-messages.ts';
import { loadState } from '../../../../usecases/load-state.ts';
import type { World } from '../../../../usecases/ports.ts';
import { transact } from '../../../../usecases/transact.ts';
import { callAs } from '../../../support/call.ts';
import { good } from '../../../support/content.ts';
import type { NodeFunction } from './honest-plane.ts';
import type { Stage } from './open-stage.ts';

/* What somebody with the node function's role does: other answers, and writes past every rule of ours. */

/** Does the honest work, and answers check-ins otherwise. */
export const answeringCheckIns =
  (bend: (answer: CheckInAnswer, asked: CheckInRequest) => object | Promise<object>): NodeFunction =>
  async (event, honest) => {
    const result = await honest(event);
    if (!isCheckIn(event) || result.statusCode !== 200) return result;
    const answer = await bend(JSON.parse(result.body ?? ''), JSON.parse(event.body ?? ''));
    return { ...result, body: JSON.stringify(answer) };
  };

/** Refuses check-ins without doing anything. */
export const refusingCheckIns =
  (statusCode: number, code: string): NodeFunction =>
  async (event, honest): Promise<APIGatewayProxyStructuredResultV2> =>
    isCheckIn(event) ? { statusCode, headers: {}, body: JSON.stringify({ status: statusCode, code }) } : honest(event);

const isCheckIn = ({ rawPath }: APIGatewayProxyEventV2): boolean => rawPath.endsWith('/check-in');

/** Puts bytes where the role may (evidence), and makes an address for them. */
export async function planted({ rooms: { node } }: Stage, bytes: Uint8Array) {
  const { sha256, sizeBytes } = await node.blobs.put('evidence', bytes);
  return { sha256, sizeBytes, url: await node.blobs.url('evidence', sha256, 300) };
}

/**
 * Writes what it likes into the head of the cluster, with the directive that follows from it: the role may append to
 * clusters, and nothing in the store asks whether a rule was kept.
 */
export async function spoil(stage: Stage, bend: (state: ClusterState) => ClusterState): Promise<void> {
  const { rooms, clock } = stage;
  const at = clock.instant();
  const { controlPlane } = rooms.node;
  await write(rooms.node, stage, (state) => {
    const bent = bend(state);
    return { ...bent, directive: { ...draftDirective(bent, { controlPlane, at }), envelope: null } };
  });
}

/** Puts a head back as it was: what restoring the table to before does. */
export const restore = (stage: Stage, state: ClusterState): Promise<void> =>
  write(stage.rooms.control, stage, () => state);

async function write(
  room: World,
  { cluster, clock }: Stage,
  bend: (state: ClusterState) => ClusterState,
): Promise<void> {
  const at = clock.instant();
  const { state } = await loadState(room, CLUSTER, cluster);
  const after = bend(state);
  const { envelope: _, ...directive } = after.directive ?? {
    ...draftDirective(after, { controlPlane: '', at }),
    envelope: null,
  };
  const stored = await transact(room, callAs('Operator', { at }), async (tx) => {
    await tx.load(CLUSTER, cluster);
    tx.append({ ...CLUSTER, evolve: () => after }, cluster, [{ type: 'DirectiveDrafted', at, directive }]);
    return done(null);
  });
  good(stored);
}
