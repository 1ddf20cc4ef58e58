import { createHash } from 'node:crypto';
import type { Call } from '../../usecases/call.ts';
import { START } from './virtual-clock.ts';

let calls = 0;

/** A call by `ada` with a command key of its own; say `key` (and perhaps `body`) to repeat a command. */
export function callAs(
  role: Call['principal']['role'],
  {
    subject = 'ada',
    at = START,
    key = `command-${++calls}`,
    body = key,
    ifMatch,
  }: {
    readonly subject?: string;
    readonly at?: string;
    readonly key?: string;
    readonly body?: string;
    readonly ifMatch?: number;
  } = {},
): Call {
  const bodySha256 = createHash('sha256').update(body).digest('hex');
  const call = { principal: { subject, role }, at, traceId: '0'.repeat(31).concat('1'), command: { key, bodySha256 } };
  return ifMatch === undefined ? call : { ...call, ifMatch };
}
