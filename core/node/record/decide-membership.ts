import type { Facts } from '../../../schemas/node-messages.ts';
import type { ClusterName, Instant, Labels, Sha256 } from '../../../schemas/words.ts';
import { accept, type Decision, reject } from '../../decision.ts';
import { tooManyLabels } from '../../enrolment-token/decide.ts';
import { sameLabels } from '../../labels/same-labels.ts';
import type { NodeEvent } from './events.ts';
import type { NodeKeys, NodeState } from './state.ts';

export type MembershipCommand =
  | {
      readonly type: 'EnrolNode';
      readonly at: Instant;
      readonly cluster: ClusterName;
      readonly tokenId: string;
      readonly keys: NodeKeys;
      readonly facts: Facts;
      readonly request: string;
      /** Granted by the token; `by` is who made it. */
      readonly labels: Labels;
      readonly by: string;
    }
  | { readonly type: 'OfferReplacement'; readonly at: Instant; readonly tokenId: string }
  | {
      readonly type: 'RequestReplacement';
      readonly at: Instant;
      readonly tokenId: string;
      readonly keys: NodeKeys;
      readonly fingerprint: string;
      readonly facts: Facts;
      readonly request: string;
    }
  | {
      readonly type: 'ConfirmReplacement';
      readonly at: Instant;
      readonly fingerprint: string;
      readonly justification: string;
    }
  | { readonly type: 'SetLabels'; readonly at: Instant; readonly labels: Labels; readonly by: string }
  /** The same labels under the next revision: their signature counts no more, or was never made. */
  | { readonly type: 'RenewLabels'; readonly at: Instant; readonly revision: number; readonly by: string }
  | { readonly type: 'KeepLabels'; readonly at: Instant; readonly revision: number; readonly envelopeSha256: Sha256 }
  | { readonly type: 'RemoveNode'; readonly at: Instant };

/**
 * Who a node is: enrolment, its keys, its labels, its end. A removed node is as if it had never been.
 * @returns `node_unknown`; `no_replacement_pending` when no key waits, or one with another fingerprint (then
 *   `pending` says which); `too_large` for labels
 * @see docs/protocol.md §4.2
 */
export function decideMembership(command: MembershipCommand, state: NodeState): Decision<NodeEvent> {
  const { at } = command;
  if (command.type === 'EnrolNode') return enrol(command, state);
  const { cluster, status, keys, pending } = state;
  if (status !== 'active' || !keys) return reject('node_unknown');
  switch (command.type) {
    case 'OfferReplacement':
      return accept({ type: 'ReplacementOffered', at, cluster, tokenId: command.tokenId });
    case 'RequestReplacement': {
      const { tokenId, fingerprint, facts, request } = command;
      if (pending?.fingerprint === fingerprint) return accept();
      return accept({
        type: 'ReplacementRequested',
        at,
        cluster,
        tokenId,
        keys: command.keys,
        fingerprint,
        facts,
        request,
      });
    }
    case 'ConfirmReplacement': {
      const { fingerprint, justification } = command;
      if (!pending) return reject('no_replacement_pending');
      if (pending.fingerprint !== fingerprint)
        return reject('no_replacement_pending', { pending: pending.fingerprint });
      const changed = { thumbprint: pending.thumbprint, revokedThumbprint: keys.thumbprint };
      return accept({ type: 'ReplacementConfirmed', at, cluster, fingerprint, ...changed, justification });
    }
    case 'SetLabels':
      return setLabels(command, state);
    case 'RenewLabels': {
      const { revision, labels } = state.labels;
      const { by } = command;
      if (revision !== command.revision) return accept();
      return accept({ type: 'LabelsDrafted', at, cluster, revision: revision + 1, labels, by });
    }
    case 'KeepLabels': {
      const { revision, envelopeSha256 } = command;
      const waiting = state.labels.revision === revision && state.labels.envelopeSha256 === null;
      return waiting ? accept({ type: 'LabelsSigned', at, cluster, revision, envelopeSha256 }) : accept();
    }
    case 'RemoveNode':
      return accept({ type: 'NodeRemoved', at, cluster, revokedThumbprint: keys.thumbprint });
  }
}

function enrol(command: Extract<MembershipCommand, { type: 'EnrolNode' }>, state: NodeState): Decision<NodeEvent> {
  if (state.status !== 'absent') throw new Error('a node id is made once'); // the server makes them
  const { at, cluster, tokenId, keys, facts, request, labels, by } = command;
  const enrolled: NodeEvent = { type: 'NodeEnrolled', at, cluster, tokenId, keys, facts, request };
  if (Object.keys(labels).length === 0) return accept(enrolled);
  return accept<NodeEvent>(enrolled, { type: 'LabelsDrafted', at, cluster, revision: 1, labels, by });
}

function setLabels(
  { at, labels, by }: Extract<MembershipCommand, { type: 'SetLabels' }>,
  { cluster, labels: before }: NodeState,
): Decision<NodeEvent> {
  const tooLarge = tooManyLabels(labels);
  if (tooLarge) return tooLarge;
  if (sameLabels(labels, before.labels)) return accept();
  return accept({ type: 'LabelsDrafted', at, cluster, revision: before.revision + 1, labels, by });
}
