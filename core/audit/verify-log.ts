import type { P256Jwk } from '../../schemas/node-messages.ts';
import { sameBytes } from '../integrity/base64.ts';
import { type Checkpoint, openCheckpoint } from '../integrity/checkpoint.ts';
import type { PublicKey } from '../integrity/keys.ts';
import { leafHash, rangeHash, subtreesOf } from '../integrity/merkle.ts';
import { checkLeaf, type LeafFault, type LoggedLeaf, type StreamTip } from './check-leaf.ts';
import { checkStatement, type StatementFault } from './check-statement.ts';
import { leafData } from './entry.ts';
import { PAYLOAD_ERASED } from './erasing.ts';

export type CheckpointFault =
  /** Not signed by a checkpoint key of the trust root. */
  | 'checkpoint_unsigned'
  /** The log is shorter than a checkpoint says: an old backup, or leaves cut off. */
  | 'log_shrank'
  /** The log has another past than a checkpoint says: a rewrite, or another view than somebody else was given. */
  | 'root_differs';

export interface Finding {
  readonly rule: LeafFault | StatementFault | CheckpointFault;
  /** Index in the log; null when it concerns the log as a whole. */
  readonly index: number | null;
  readonly stream: string | null;
  readonly revision: number | null;
  /** Which checkpoint: `served`, `since`, or the receipt that echoed it. */
  readonly checkpoint?: string;
}

export interface LogVerifier {
  /** Takes the leaves in order. */
  add(leaf: LoggedLeaf): void;
  /** Judges a signed checkpoint against what was added; answers it when its signature counts. */
  checkpoint(note: string, source: string): Checkpoint | undefined;
  /** First the broken places in the order of the log, then the checkpoints that do not fit. */
  findings(): readonly Finding[];
  readonly counts: {
    events: number;
    streams: number;
    withheld: number;
    erased: number;
    enrolments: number;
    receipts: number;
  };
}

/**
 * Recomputes the audit log from its leaves and events: chains, statements of nodes, and the tree that checkpoints
 * name. Checkpoints echoed in receipts are judged like any other, once each.
 * @param keys checkpoint keys of the trust root, chosen by role
 * @see docs/protocol.md §6
 */
export function logVerifier(controlPlane: string, keys: readonly PublicKey[]): LogVerifier {
  const hashes: Uint8Array[] = [];
  const tips = new Map<string, StreamTip>();
  const identityKeys = new Map<string, P256Jwk[]>();
  const echoed = new Map<string, string>();
  /** Payloads that are gone, by place; taken out by the event that says so. */
  const gone = new Map<string, LoggedLeaf>();
  const broken: Finding[] = [];
  const doubtful: Finding[] = [];
  const counts = { events: 0, streams: 0, withheld: 0, erased: 0, enrolments: 0, receipts: 0 };

  const at = (rule: Finding['rule'], { index, stream, revision }: LoggedLeaf): Finding => ({
    rule,
    index,
    stream,
    revision,
  });

  const add = (leaf: LoggedLeaf): void => {
    const fault = checkLeaf(leaf, hashes.length, tips.get(leaf.stream));
    if (fault) broken.push(at(fault, leaf));
    tips.set(leaf.stream, leaf);
    hashes.push(leafHash(leafData(leaf)));
    counts.events++;
    counts.streams = tips.size;
    if (leaf.event?.withheld) counts.withheld++;
    else if (leaf.event && leaf.event.payload === null) {
      counts.erased++;
      gone.set(placeOf(leaf.stream, leaf.revision), leaf);
    } else if (leaf.event?.type === PAYLOAD_ERASED)
      gone.delete(placeOf(leaf.stream, Number(leaf.event.payload?.['erased'])));
    const statement = checkStatement(leaf, identityKeys);
    if (!statement) return;
    counts[statement.kind === 'receipt' ? 'receipts' : 'enrolments']++;
    if (statement.fault) broken.push(at(statement.fault, leaf));
    if (statement.checkpoint) echoed.set(statement.checkpoint, `${leaf.stream}#${leaf.revision}`);
  };

  const checkpoint = (note: string, source: string): Checkpoint | undefined => {
    const doubt = (rule: CheckpointFault) =>
      doubtful.push({ rule, index: null, stream: null, revision: null, checkpoint: source });
    const opened = openCheckpoint(note, controlPlane, keys);
    if (!opened) doubt('checkpoint_unsigned');
    else if (opened.size > hashes.length) doubt('log_shrank');
    else if (!sameBytes(rootAt(opened.size), opened.root)) doubt('root_differs');
    return opened;
  };
  let subtrees: ReturnType<typeof subtreesOf> | undefined;
  const rootAt = (size: number): Uint8Array => {
    subtrees ??= subtreesOf(hashes);
    return rangeHash(0, size, subtrees);
  };

  return {
    add,
    checkpoint,
    findings() {
      for (const [note, source] of echoed) checkpoint(note, source);
      echoed.clear();
      const unexplained = [...gone.values()].map((leaf) => at('payload_missing', leaf));
      return [...[...broken, ...unexplained].sort((a, b) => (a.index ?? 0) - (b.index ?? 0)), ...doubtful];
    },
    counts,
  };
}

const placeOf = (stream: string, revision: number): string => `${stream}#${revision}`;
