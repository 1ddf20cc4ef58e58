import { acceptDirective } from '../core/node/accept-directive.ts';
import { acceptLabels } from '../core/node/accept-labels.ts';
import { acceptNextRoot } from '../core/node/accept-root.ts';
import { checkpointForked } from '../core/node/checkpoint-seen.ts';
import type { RefusalCode } from '../core/node/refusals.ts';
import { hasPassed, raisedFloor } from '../core/node/time-floor.ts';
import { trustedRoot } from '../core/node/trusted-keys.ts';
import type { DsseEnvelope } from '../schemas/documents.ts';
import type { CheckInAnswer, NodeRefusal } from '../schemas/node-messages.ts';
import { save } from './held.ts';
import { type Life, logOf, timeOf } from './life.ts';
import { noteRefusal } from './note-refusal.ts';
import { payloadDigest } from './payload-digest.ts';

/** A node that was away for years walks on in the next round. */
const ROOTS_PER_ROUND = 64;

/** Takes the documents of an answer, roots first: everything else is judged by the newest. @throws HttpFailure */
export async function takeDocuments(life: Life, answer: CheckInAnswer, readMs: number): Promise<void> {
  await walkRoots(life, answer.rootVersion);
  if (answer.directive) await takeDirective(life, answer.directive, timeOf(life, readMs));
  if (answer.labels) await takeLabels(life, answer.labels);
  await noteExpired(life, readMs);
}

/**
 * Says that the directive held is over and no newer one has come: nothing can be installed any more, because the
 * control plane cannot renew it, or because somebody keeps the newer one from this node.
 */
export async function noteExpired(life: Life, readMs: number): Promise<void> {
  const { directive, state } = life.held;
  if (!directive || !state.directive || !hasPassed(directive.expiresAt, timeOf(life, readMs))) return;
  await noteAndLog(life, { code: 'directive_expired', digest: state.directive.digest });
}

/** Tells the control plane, once, and remembers that it was told. */
export async function noteAndLog(life: Life, refusal: NodeRefusal & { readonly code: RefusalCode }): Promise<void> {
  const change = noteRefusal(life.held.state, refusal);
  if (!change) return;
  const { envelopes: _, ...fields } = refusal;
  logOf(life, 'refused', fields);
  await save(life.ports.files, life.held, change);
}

async function walkRoots(life: Life, newest: number): Promise<void> {
  const { held, ports } = life;
  for (let steps = 0; steps < ROOTS_PER_ROUND; steps++) {
    const { trust } = held;
    if (!trust || !held.state.node || trust.root.version >= newest) return;
    const answer = await life.controlPlane.root(trust.root.version + 1);
    if (!answer.ok) return logOf(life, 'root_missing', { version: trust.root.version + 1, code: answer.code });
    const { envelope } = answer.value;
    const accepted = acceptNextRoot(envelope, trust.root);
    if (!accepted.ok) return noteAndLog(life, { code: accepted.code, ...payloadDigest(envelope) });
    const { root, digest } = accepted;
    // A higher epoch is a new beginning: marks that a stolen key may have set are worth nothing.
    const cleared = root.epoch > trust.root.epoch ? { directive: null, timeFloor: null, labels: null } : {};
    await save(ports.files, held, { root: { envelope, digest, version: root.version, epoch: root.epoch }, ...cleared });
    held.trust = trustedRoot(root, digest, held.state.node.cluster);
    if ('directive' in cleared) held.directive = null;
    logOf(life, 'root_accepted', { version: root.version, epoch: root.epoch });
  }
}

async function takeDirective(life: Life, envelope: DsseEnvelope, nowMs: number): Promise<void> {
  const { held, ports } = life;
  if (!held.trust || !held.state.node) return;
  const { directive: mark, node, timeFloor, checkpoint: seen } = held.state;
  const accepted = acceptDirective(envelope, held.trust, { cluster: node.cluster, held: mark, nowMs });
  if (!accepted.ok) {
    const envelopes = accepted.code === 'fork' && mark ? { envelopes: [mark.envelope, envelope] } : {};
    return noteAndLog(life, { code: accepted.code, ...payloadDigest(envelope), ...envelopes });
  }
  if (accepted.kind === 'ignored') return;
  const { directive, digest } = accepted;
  const { epoch, sequence, checkpoint, issuedAt } = directive;
  if (checkpoint !== undefined && checkpointForked(seen, checkpoint)) {
    life.evidence.push({ kind: 'checkpoint_fork', held: seen, seen: checkpoint });
  }
  await save(ports.files, held, {
    directive: { epoch, sequence, digest, envelope },
    timeFloor: raisedFloor(timeFloor, issuedAt),
    checkpoint: checkpoint ?? seen,
  });
  held.directive = directive;
  logOf(life, 'directive_accepted', { epoch, sequence });
}

async function takeLabels(life: Life, envelope: DsseEnvelope): Promise<void> {
  const { held, ports } = life;
  if (!held.trust || !held.state.node) return;
  const accepted = acceptLabels(envelope, held.trust, { node: held.state.node.nodeId, held: held.state.labels });
  if (!accepted.ok) return noteAndLog(life, { code: accepted.code, ...payloadDigest(envelope) });
  if (accepted.kind === 'ignored') return;
  const timeFloor = raisedFloor(held.state.timeFloor, accepted.issuedAt);
  await save(ports.files, held, { labels: accepted.labels, timeFloor });
}
