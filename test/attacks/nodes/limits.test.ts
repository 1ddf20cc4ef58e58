import { afterEach, describe, expect, it } from 'vitest';
import { CLUSTER } from '../../../core/cluster/evolve.ts';
import { done } from '../../../core/decision.ts';
import { NODE } from '../../../core/node/record/evolve.ts';
import { pulseRelease } from '../../../core/pulse/release.ts';
import { loadState } from '../../../usecases/load-state.ts';
import { transact } from '../../../usecases/transact.ts';
import { callAs } from '../../support/call.ts';
import { spoil } from './stage/hostile-function.ts';
import { AccessDenied, WRITES } from './stage/node-room.ts';
import { openStage, type Stage } from './stage/open-stage.ts';
import { runs } from './stage/play.ts';
import { shown } from './stage/release.ts';

/*
 * What a stolen node function can do, because its role may write what it needs for its honest work; and where that
 * ends. docs/trust.md says so to people; these are the same sentences.
 */

let open: Stage | undefined;
afterEach(() => open?.close());
async function stolen(labels = {}): Promise<Stage> {
  const stage = await openStage(labels);
  open = stage;
  await runs(stage, '1.0.0');
  return stage;
}
const EVERYBODY = 'f'.repeat(16);

describe('a stolen node function can', () => {
  it('have a node moved to a release that people approved and that is signed, before its turn', async () => {
    const stage = await stolen();
    await stage.release('1.1.0', {
      strategy: {
        ...{ strategy: 'BlueGreen', verificationPeriod: 'PT1H', keepBlueDuration: 'PT1S' },
        ...{ healthCheckEnabled: false, autoPromote: true },
      },
    });
    await stage.seconds(6);
    expect(await stage.node.current()).toStrictEqual(shown('1.0.0'));
    await spoil(stage, (state) => ({
      ...state,
      candidate: state.candidate && { ...state.candidate, mode: 'activate', cutoff: EVERYBODY },
    }));
    await stage.seconds(4);
    expect(await stage.node.current()).toStrictEqual(shown('1.1.0'));
  });

  it('grant a node labels, because a grant is an event of its stream', async () => {
    const stage = await stolen({ region: 'eu' });
    const node = await stage.nodeId();
    const at = stage.clock.instant();
    await transact(stage.rooms.node, callAs('Node', { at }), async (tx) => {
      const { state } = await tx.load(NODE, node);
      const { cluster } = state;
      tx.append(NODE, node, [
        { type: 'LabelsDrafted', at, cluster, revision: 2, labels: { region: 'us' }, by: 'otto' },
      ]);
      return done(null);
    });
    await stage.seconds(3);
    expect((await stage.node.state()).labels).toMatchObject({ revision: 2, labels: { region: 'us' } });
    // It stands in the history, in the name that the function gave itself.
    expect((await stage.events()).filter(({ type }) => type === 'LabelsDrafted')).toHaveLength(2);
  });

  it('have a deployment believe that a node has proven, without a receipt of that node', async () => {
    const stage = await stolen();
    const id = await stage.release('1.1.0');
    const node = await stage.nodeId();
    const { pulses } = stage.rooms.node;
    await stage.withoutNode(3);
    const row = await pulses.get(stage.cluster, node);
    if (!row) throw new Error('no pulse');
    const { proven: _, ...life } = row;
    const { state } = await loadState(stage.rooms.node, CLUSTER, stage.cluster);
    if (!state.draft) throw new Error('no draft');
    const release = pulseRelease(state.draft);
    await pulses.put({ ...life, sequence: row.sequence + 1, ...release });
    await pulses.prove(stage.cluster, node, { ...release, epoch: 1, state: 'active', at: stage.clock.now() / 1000 });
    await stage.withoutNode(5);
    expect(await stage.status(id)).toBe('completed');
    expect(await stage.node.current()).toStrictEqual(shown('1.0.0'));
    const receipts = (await stage.events()).filter(({ type }) => type === 'ReceiptStored');
    expect(receipts.map(({ payload }) => payload?.['generation'])).toStrictEqual([1]);
  });
});

describe('a stolen node function cannot', () => {
  it('write any other stream, nor any blob but evidence', async () => {
    expect(WRITES).toStrictEqual({
      streams: ['node', 'enrolment-token', 'identity-key', 'cluster'],
      blobs: ['evidence'],
    });
    const { rooms } = await stolen();
    const bytes = new Uint8Array([1]);
    for (const namespace of ['release', 'labels', 'snapshot', 'plan', 'root', 'fees.development'])
      await expect(rooms.node.blobs.put(namespace, bytes)).rejects.toThrow(AccessDenied);
    for (const kind of ['version', 'snapshot', 'deployment', 'trust', 'access', 'config']) {
      const stream = `${rooms.node.authority}/${kind}/x`;
      const head = { stream, revision: 1, hash: '', state: {}, at: '' };
      const write = { stream, expectedRevision: 0, events: [], head };
      await expect(rooms.node.streams.append([write], { key: kind, bodySha256: '', result: null })).rejects.toThrow(
        AccessDenied,
      );
    }
    await expect(rooms.node.blobs.put('evidence', bytes)).resolves.toMatchObject({ sizeBytes: 1 });
  });

  it('sign, or ask for a signature', async () => {
    const { rooms, cluster } = await stolen();
    await expect(rooms.node.signer.sign('release', new Uint8Array())).rejects.toThrow(AccessDenied);
    await expect(rooms.node.issuing.sign({ of: 'cluster', cluster })).rejects.toThrow(AccessDenied);
    expect(await rooms.node.signer.publicKeys()).not.toStrictEqual([]);
  });
});
