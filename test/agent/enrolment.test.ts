import { describe, expect, it } from 'vitest';
import { agentRig } from '../support/agent-rig.ts';
import { FakeControlPlane } from '../support/fake-control-plane.ts';
import { issueRoot } from '../support/fleet-documents.ts';
import { newSigningKey } from '../support/signing-keys.ts';
import { running } from './running-agent.ts';

describe('enrolment', () => {
  it('refuses every first root but the one its token pins, however well signed', async () => {
    const rig = await agentRig();
    const [pinned] = rig.plane.roots;
    const { enrolmentToken } = rig.plane;
    rig.plane.roots[0] = issueRoot(rig.plane.keys, { epoch: 7 });
    const other = await agentRig({ enrolmentToken }, { plane: rig.plane });
    await other.rounds(2);
    expect(other.log).toContainEqual({ event: 'enrolment_denied', status: 0, code: 'digest_mismatch' });
    expect(rig.plane.nodes.size).toBe(0);
    if (pinned) rig.plane.roots[0] = pinned;
    await other.rounds(1);
    expect(rig.plane.nodes.size).toBe(1);
  });

  it('walks from the pinned root to the newest', async () => {
    const plane = new FakeControlPlane();
    const keys = { ...plane.keys, root: newSigningKey() };
    plane.roots.push(issueRoot(keys, { version: 2 }, [plane.keys.root, keys.root]));
    plane.roots.push(issueRoot(keys, { version: 3 }));
    const rig = await agentRig({}, { plane });
    await rig.rounds(1);
    expect(rig.plane.checkIns[0]?.rootVersion).toBe(3);
  });

  it('is not asked again after a reboot, token or not', async () => {
    const rig = await running();
    await rig.reboot();
    await rig.rounds(1);
    expect(rig.plane.requests.filter((request) => request === 'POST /api/v1/nodes')).toHaveLength(1);
  });
});
