import fc from 'fast-check';
import { accept } from '../../../core/decision.ts';
import { decideMembership, type MembershipCommand } from '../../../core/node/record/decide-membership.ts';
import { decideOrder, type OrderCommand } from '../../../core/node/record/decide-orders.ts';
import type { NodeEvent } from '../../../core/node/record/events.ts';
import { NODE } from '../../../core/node/record/evolve.ts';
import type { NodeKeys, NodeState } from '../../../core/node/record/state.ts';
import { START } from '../../support/virtual-clock.ts';
import { anyNoun, type Intention } from '../walk.ts';
import { checkIns } from './node-check-in.ts';
import { digest, labels, mostly, words } from './words.ts';

type Said = Intention<NodeState, NodeEvent>;
const cluster = 'till.production';
const tokenId = fc.constantFrom('enrol-1', 'enrol-2');
const jwk = { kty: 'EC', crv: 'P-256', x: 'x'.repeat(43), y: 'y'.repeat(43) } as const;
const keysOf = (thumbprint: string): NodeKeys => ({ identityKey: jwk, encryptionKey: jwk, thumbprint });
const enrolled = { tokenId: 'enrol-0', keys: keysOf('0'.repeat(64)), facts: {}, request: 'header.claims.signature' };

const membership = <T>(
  arbitrary: fc.Arbitrary<T>,
  command: (said: T, seen: NodeState, at: string) => MembershipCommand,
) =>
  arbitrary.map(
    (said): Said =>
      (seen, at) => {
        const bound = command(said, seen, at);
        return (state) => decideMembership(bound, state);
      },
  );

/** `EnrolNode` begins a stream; ids are the server's, so it cannot come twice. */
const members: Readonly<Record<Exclude<MembershipCommand['type'], 'EnrolNode'>, fc.Arbitrary<Said>>> = {
  OfferReplacement: membership(tokenId, (id, _, at) => ({ type: 'OfferReplacement', at, tokenId: id })),
  RequestReplacement: membership(tokenId, (tokenId, _, at) => {
    // A key is claimed once, for ever: nobody brings one that was here before.
    const thumbprint = Date.parse(at).toString(16).padStart(64, '1');
    const brought = { ...enrolled, tokenId, keys: keysOf(thumbprint), fingerprint: `SHA256:${thumbprint}` };
    return { type: 'RequestReplacement', at, ...brought };
  }),
  ConfirmReplacement: membership(
    fc.record({ mostly, digest, justification: words }),
    ({ mostly, digest, justification }, { pending }, at) => ({
      type: 'ConfirmReplacement',
      at,
      fingerprint: (mostly && pending?.fingerprint) || `SHA256:${digest}`,
      justification,
    }),
  ),
  SetLabels: membership(labels, (wanted, _, at) => ({ type: 'SetLabels', at, labels: wanted, by: 'ada' })),
  RenewLabels: membership(mostly, (current, { labels }, at) => ({
    type: 'RenewLabels',
    at,
    revision: labels.revision + (current ? 0 : 1),
    by: 'ada',
  })),
  KeepLabels: membership(fc.record({ mostly, envelopeSha256: digest }), (said, { labels }, at) => ({
    type: 'KeepLabels',
    at,
    revision: labels.revision + (said.mostly ? 0 : 1),
    envelopeSha256: said.envelopeSha256,
  })),
  // Rare, or no history would live long.
  RemoveNode: fc.integer({ min: 1, max: 8 }).map(
    (drawn): Said =>
      (_, at) =>
      (state) =>
        drawn === 1 ? decideMembership({ type: 'RemoveNode', at }, state) : accept(),
  ),
};

const order = (type: OrderCommand['type']): fc.Arbitrary<Said> =>
  fc.record({ number: fc.nat({ max: 9 }), justification: words }).map(
    ({ number, justification }): Said =>
      (_, at) =>
      (state) =>
        decideOrder({ type, at, orderId: `order-${number}`, justification }, state),
  );
const orders: Readonly<Record<OrderCommand['type'], fc.Arbitrary<Said>>> = {
  ForceSync: order('ForceSync'),
  Unquarantine: order('Unquarantine'),
};

export const node = anyNoun<NodeState, NodeEvent>({
  kind: NODE,
  commands: { ...members, ...orders, ...checkIns },
  begin: labels.map((granted) => {
    const decision = decideMembership(
      { type: 'EnrolNode', at: START, cluster, ...enrolled, labels: granted, by: 'ada' },
      NODE.initial,
    );
    return decision.ok ? decision.events : [];
  }),
  // A new token each time; the node's state says nothing of it.
  onceByOthers: ['OfferReplacement'],
  growing: ({ labels, keys, receipt }) => ({
    labels: labels.revision,
    // Each key begins a row of its own.
    ...(keys && { [`receipts of ${keys.thumbprint}`]: receipt.counter }),
  }),
});
