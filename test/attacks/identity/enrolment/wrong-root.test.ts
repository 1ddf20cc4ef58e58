import { describe, expect, it } from 'vitest';
import type { HttpAnswer } from '../../../../agent/ports.ts';
import { enrolmentTokenText, readEnrolmentToken } from '../../../../core/enrolment-token/token-text.ts';
import { agentRig } from '../../../support/agent-rig.ts';
import { FakeControlPlane, json } from '../../../support/fake-control-plane.ts';
import { CLUSTER, CONTROL_PLANE, fleetKeys, issueRoot } from '../../../support/fleet-documents.ts';

/* The agent's side of the door: it goes in nowhere but where its token says. */

const rootAnswer = ({ document, digest, envelope }: ReturnType<typeof issueRoot>): HttpAnswer => {
  const { version, epoch, expiresAt } = document;
  return json(200, { version, epoch, expiresAt, digest, envelope });
};

/** An agent with an honest token in front of a control plane that answers as `lie` says. */
async function fooled(lie: (plane: FakeControlPlane, path: string) => HttpAnswer | undefined) {
  const plane = new FakeControlPlane();
  plane.intercept = ({ url }) => lie(plane, new URL(url).pathname);
  const rig = await agentRig({}, { plane });
  await rig.rounds(2);
  const denied = rig.log.find(({ event }) => event === 'enrolment_denied');
  return { plane, rig, code: denied?.['code'] };
}
/** Whether its secret and its request were sent to anybody. */
const asked = ({ requests }: FakeControlPlane): boolean => requests.includes('POST /api/v1/nodes');

describe('a first root that the token does not pin', () => {
  const stranger = fleetKeys();
  const FIRST = '/api/v1/trust/root/1';
  it.each<[string, (plane: FakeControlPlane) => HttpAnswer, string]>([
    ['of somebody else, for the same control plane', () => rootAnswer(issueRoot(stranger)), 'digest_mismatch'],
    ['of our own keys, but another one', ({ keys }) => rootAnswer(issueRoot(keys, { epoch: 7 })), 'digest_mismatch'],
    ['of the next version', ({ keys }) => rootAnswer(issueRoot(keys, { version: 2 })), 'digest_mismatch'],
    [
      'of somebody else, told under the right digest',
      (plane) => rootAnswer({ ...issueRoot(stranger), digest: plane.roots[0]?.digest ?? '' }),
      'digest_mismatch',
    ],
    [
      'the pinned one, signed by somebody else',
      ({ keys, roots: [pinned] }) => {
        const forged = issueRoot(keys, {}, [stranger.root]);
        return rootAnswer({ ...forged, digest: pinned?.digest ?? '' });
      },
      'bad_signature',
    ],
    [
      'the pinned one without a signature',
      ({ roots: [pinned] }) => rootAnswer({ ...pinned, envelope: { ...pinned?.envelope, signatures: [] } } as never),
      'bad_answer',
    ],
  ])('is refused before anything is told: %s', async (_name, answer, code) => {
    const seen = await fooled((plane, path) => (path === FIRST ? answer(plane) : undefined));
    expect([seen.code, asked(seen.plane), seen.plane.nodes.size]).toStrictEqual([code, false, 0]);
    seen.plane.intercept = () => undefined;
    await seen.rig.rounds(1);
    expect(seen.plane.nodes.size).toBe(1);
  });

  it('is no way in for a next root that the pinned one did not sign', async () => {
    const seen = await fooled((_plane, path) =>
      path === '/api/v1/trust/root/2' ? rootAnswer(issueRoot(stranger, { version: 2 })) : undefined,
    );
    expect([seen.code, asked(seen.plane)]).toStrictEqual(['bad_signature', false]);
  });
});

describe('an answer to the request', () => {
  const NODE = `node-${'a'.repeat(32)}`;
  const enrolled = { nodeId: NODE, cluster: CLUSTER, controlPlane: CONTROL_PLANE, status: 'active' };
  it.each([
    ['for another cluster', { cluster: 'vault.production' }, 'wrong_cluster'],
    ['of another control plane', { controlPlane: 'other' }, 'wrong_control_plane'],
    ['with a path as the node’s id', { nodeId: 'node-../../trust/root' }, 'bad_answer'],
    ['with a standing nobody knows', { status: 'root' }, 'bad_answer'],
  ])('%s is refused, and the agent is nobody', async (_name, over, code) => {
    const seen = await fooled((_plane, path) =>
      path === '/api/v1/nodes' ? json(201, { ...enrolled, ...over }) : undefined,
    );
    expect(seen.code).toBe(code);
    expect(seen.plane.requests.filter((request) => /check-in|token/.test(request))).toStrictEqual([]);
  });
});

describe('a token text', () => {
  const parts = readEnrolmentToken(new FakeControlPlane().enrolmentToken);
  it('is read by what it was written from', () =>
    expect(readEnrolmentToken(enrolmentTokenText(parts as never))).toStrictEqual(parts));
  const text = (over: object, more = '') =>
    `plumb-enrol.v1.${Buffer.from(`${JSON.stringify({ ...parts, ...over })}${more}`).toString('base64url')}`;
  it.each([
    ['without its digest', text({ rootSha256: undefined })],
    ['with version 0', text({ rootVersion: 0 })],
    ['with a URL in it', text({ url: 'https://evil.example' })],
    ['with a cluster that is a path', text({ cluster: '../other' })],
    ['with an id that is a path', text({ id: '../../nodes' })],
    ['with a line break in its secret', text({ secret: `${'s'.repeat(42)}\n` })],
    ['of another version', text({}).replace('.v1.', '.v2.')],
    ['with padding', `${text({})}=`],
    ['with more behind it', text({}, 'x')],
  ])('%s is none, and nobody is asked', async (_name, enrolmentToken) => {
    const plane = new FakeControlPlane();
    const rig = await agentRig({ enrolmentToken }, { plane });
    await rig.rounds(1);
    expect(rig.log).toContainEqual(expect.objectContaining({ code: 'enrolment_token_unreadable' }));
    expect(plane.requests).toStrictEqual([]);
  });
});
