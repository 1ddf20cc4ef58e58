import type { Ink } from '../output/ink.ts';

const GOOD = [
  'validated',
  'signed',
  'passed',
  'online',
  'applied',
  'completed',
  'Active',
  'production',
  'active',
  'Low',
];
const BAD = [
  'invalid',
  'revoked',
  'failed',
  'rejected',
  'removed',
  'rolled_back',
  'halted',
  'quarantined',
  'overdue',
  'high',
  'High',
  'Critical',
];
const WARN = ['pending', 'unsigned', 'stale', 'paused', 'held', 'stopped', 'offline', 'medium', 'Medium', 'staging'];

/** A status word in the colour of its meaning; unknown words stay plain. */
export function painted(ink: Ink, status: string): string {
  if (GOOD.includes(status)) return ink.good(status);
  if (BAD.includes(status)) return ink.bad(status);
  return WARN.includes(status) ? ink.warn(status) : status;
}
