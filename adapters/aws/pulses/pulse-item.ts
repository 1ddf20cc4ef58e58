import type { PulseRow } from '../../../schemas/pulse.ts';
import { proofOrder } from '../../pulses/proof-order.ts';
import { UNSEEN } from '../../pulses/unseen.ts';
import { unpackProof } from './packed-proof.ts';
import { packSample, unpackSample } from './packed-sample.ts';
import { packState, unpackState } from './packed-state.ts';
import { nodeOf } from './places.ts';

/**
 * A row as it is stored. DynamoDB counts names and values: 300 bytes are reached by a node with a busy histogram.
 *
 * | name | holds |
 * |---|---|
 * | c, n | cluster and partition, node |
 * | x | when TTL may drop the row, Unix seconds; `seenAt` is read back from it |
 * | b, q | `bootStartedAt` and `sequence`, by which writes are ordered; absent until a first check-in |
 * | i | `intervalSeconds` |
 * | o | `bootId`: 16 bytes, or text when it is no UUID in lower case; absent for none |
 * | r | what runs, see packed-state.ts |
 * | m, s | newest sample, see packed-sample.ts, and its sequence |
 * | w | sample at the start of the window |
 * | d | `samplesDropped` |
 * | p | `proven`, see packed-proof.ts |
 */
export type PulseItem = {
  readonly [name: string]: { readonly S: string } | { readonly N: string } | { readonly B: string };
};
export interface StoredPulse {
  readonly row: PulseRow;
  /** As they are stored: what a move must find unchanged. */
  readonly key: { readonly c: string; readonly n: string };
  readonly seen: boolean;
}

/** Long past any node's directive (90 days at most). Part of the format: never change it. */
export const KEPT_SECONDS = 400 * 24 * 3600;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
export const packBoot = (bootId: string): { readonly S: string } | { readonly B: string } =>
  UUID.test(bootId) ? { B: Buffer.from(bootId.replaceAll('-', ''), 'hex').toString('base64') } : { S: bootId };

function unpackBoot(stored: PulseItem[string] | undefined): string {
  if (stored === undefined) return '';
  if (!('B' in stored)) return 'S' in stored ? stored.S : '';
  const hex = Buffer.from(stored.B, 'base64').toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** What a check-in writes: values of attributes, undefined where there is none. */
export const packRow = (row: Omit<PulseRow, 'proven'>): { readonly [name: string]: PulseItem[string] | undefined } => ({
  x: whole(row.seenAt + KEPT_SECONDS),
  b: whole(row.bootStartedAt),
  q: whole(row.sequence),
  i: whole(row.intervalSeconds),
  o: row.bootId === '' ? undefined : packBoot(row.bootId),
  r: { B: packState(row) },
  m: row.newest ? { B: packSample(row.newest) } : undefined,
  s: row.newest ? whole(row.newest.sequence) : undefined,
  w: row.windowStart ? { B: packSample(row.windowStart) } : undefined,
  d: row.samplesDropped === undefined ? undefined : whole(row.samplesDropped),
});
export const whole = (value: number): { readonly N: string } => ({ N: String(value) });

export function unpackItem(item: PulseItem, cluster: string): StoredPulse {
  const key = { c: textOf(item['c']), n: textOf(item['n']) };
  const node = nodeOf(key.n);
  const proven = item['p'] === undefined ? null : unpackProof(textOf(item['p']));
  if (item['b'] === undefined) return { row: { cluster, node, ...UNSEEN, proven }, key, seen: false };
  const row: PulseRow = {
    cluster,
    node,
    bootId: unpackBoot(item['o']),
    bootStartedAt: numberOf(item['b']),
    sequence: numberOf(item['q']),
    ...unpackState(textOf(item['r'])),
    seenAt: numberOf(item['x']) - KEPT_SECONDS,
    intervalSeconds: numberOf(item['i']),
    newest: item['m'] === undefined ? null : unpackSample(textOf(item['m'])),
    windowStart: item['w'] === undefined ? null : unpackSample(textOf(item['w'])),
    ...(item['d'] === undefined ? {} : { samplesDropped: numberOf(item['d']) }),
    proven,
  };
  return { row, key, seen: true };
}

function textOf(stored: PulseItem[string] | undefined): string {
  if (stored === undefined) return '';
  return 'S' in stored ? stored.S : 'N' in stored ? stored.N : stored.B;
}
export const numberOf = (stored: PulseItem[string] | undefined): number => Number(textOf(stored));

/** Of a node's rows in two places: the later one, and the highest proof of either. */
export function merged(a: StoredPulse, b: StoredPulse): StoredPulse {
  const later = isLater(b, a) ? b : a;
  const [one, other] = [a.row.proven, b.row.proven];
  const proven = one && other ? (proofOrder(other) > proofOrder(one) ? other : one) : (one ?? other);
  return { ...later, row: { ...later.row, proven } };
}

function isLater(one: StoredPulse, than: StoredPulse): boolean {
  if (one.seen !== than.seen) return one.seen;
  const boots = one.row.bootStartedAt - than.row.bootStartedAt;
  return boots > 0 || (boots === 0 && one.row.sequence > than.row.sequence);
}
