import type { DriftFinding } from '../../../schemas/drift.ts';
import type { CheckInRequest, NodeRefusal } from '../../../schemas/node-messages.ts';
import type { Instant, Sha256 } from '../../../schemas/words.ts';
import { sameFinding } from './drift-after.ts';
import type { NodeEvent, NodeFact } from './events.ts';
import { reportMark } from './report-mark.ts';
import type { NodeState } from './state.ts';

/** Kinds of evidence that mean something here; others are ignored and said so (protocol §5). */
export const EVIDENCE_KINDS: ReadonlySet<string> = new Set(['checkpoint_fork', 'fork']);

export interface Observation {
  readonly at: Instant;
  /** Everything found now, open before or not. */
  readonly findings: readonly DriftFinding[];
  readonly swap: CheckInRequest['swap'];
  readonly ordersDone: CheckInRequest['ordersDone'];
  readonly refusals: readonly (Omit<NodeRefusal, 'envelopes'> & { readonly evidence?: readonly Sha256[] })[];
  readonly evidence: CheckInRequest['evidence'];
}

/**
 * What a check-in changes about a node: only transitions become events, so that a thousand equal check-ins make none.
 * Asked again on the state it led to, it answers nothing.
 */
export function decideObserve(seen: Observation, state: NodeState): readonly NodeEvent[] {
  if (isQuiet(seen, state)) return [];
  const { at } = seen;
  const facts = [
    ...returned(state),
    ...drift(seen, state),
    ...quarantine(seen, state),
    ...orders(seen, state),
    ...reports(seen, state),
  ];
  return facts.map((fact) => ({ ...fact, at, cluster: state.cluster }));
}

/** Nothing is told and nothing is open: nearly every check-in. */
const isQuiet = (
  { findings, swap, ordersDone, refusals, evidence }: Observation,
  { staleSince, drift: open }: NodeState,
): boolean =>
  staleSince === null &&
  swap === null &&
  [findings, open, ordersDone, refusals, evidence].every(({ length }) => length === 0);

const returned = ({ staleSince }: NodeState): NodeFact[] =>
  staleSince === null ? [] : [{ type: 'NodeRecovered', from: 'stale' }];

function drift({ findings }: Observation, { drift: open }: NodeState): NodeFact[] {
  const resolved = open.filter((finding) => !findings.some((other) => sameFinding(other, finding)));
  const detected = findings.filter((finding) => !open.some((other) => sameFinding(other, finding)));
  const [first] = detected;
  return [
    ...resolved.map((finding) => ({ type: 'DriftResolved', finding }) as const),
    ...detected.map((finding) => ({ type: 'DriftDetected', finding }) as const),
    ...(open.length === 0 && first
      ? [{ type: 'NodeDiverged', rule: first.rule, reason: first.observed } as const]
      : []),
    ...(open.length > 0 && findings.length === 0 ? [{ type: 'NodeRecovered', from: 'drift' } as const] : []),
  ];
}

function quarantine({ swap, ordersDone }: Observation, { quarantine: known, orders: waiting }: NodeState): NodeFact[] {
  if (!swap?.quarantined || known?.digest === swap.digest) return [];
  // Set free by a person, and the node has not heard of it yet: it says that it has with the check-in that tells the
  // order done, and what it tells then happened afterwards.
  const unheard = waiting.filter(({ id }) => !ordersDone.some((done) => done.id === id));
  if (unheard.some(({ kind, digest }) => kind === 'unquarantine' && digest === swap.digest)) return [];
  const { generation, digest, reason, attempts } = swap;
  return [{ type: 'NodeQuarantined', generation, digest, reason, attempts }];
}

/** Only orders that were given and wait: what else a node says it did is nothing. */
const orders = ({ ordersDone }: Observation, { orders: waiting }: NodeState): NodeFact[] =>
  waiting.flatMap(({ id, kind }) => {
    const done = ordersDone.find((other) => other.id === id);
    return done ? [{ type: 'OrderDone', ...done, kind } as const] : [];
  });

function reports({ refusals, evidence }: Observation, { reported }: NodeState): NodeFact[] {
  const known = new Set(reported);
  const isNew = (fact: Parameters<typeof reportMark>[0]): boolean => {
    const mark = reportMark(fact);
    const fresh = !known.has(mark);
    known.add(mark);
    return fresh;
  };
  return [
    ...refusals.map((refusal) => ({ type: 'RefusalReported', ...refusal }) as const),
    ...evidence.filter(({ kind }) => EVIDENCE_KINDS.has(kind)).map(evidenceOf),
  ].filter(isNew);
}

const NAME = /^[a-z][a-zA-Z0-9]{0,31}$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: refusing control characters but newline is the rule here
const WORDS = /^[^\u0000-\u0009\u000b-\u001f\u007f-\u009f\p{Cs}]{0,2048}$/u;

/** Of an open list of things only words (a checkpoint has lines) and numbers under plain names are kept. */
function evidenceOf({ kind, ...said }: CheckInRequest['evidence'][number]) {
  const kept = Object.entries(said).filter(
    (entry): entry is [string, string | number] =>
      NAME.test(entry[0]) && (typeof entry[1] === 'string' ? WORDS.test(entry[1]) : Number.isFinite(entry[1])),
  );
  return { type: 'EvidenceReported', kind, evidence: Object.fromEntries(kept.slice(0, 16)) } as const;
}
