import type { Role } from '../../schemas/principal.ts';
import type { VirtualClock } from '../support/virtual-clock.ts';
import { must } from './broken.ts';
import type { Chance } from './chance.ts';
import type { Wire } from './network.ts';
import { ORIGIN } from './plane-disk.ts';
import type { Tally } from './tally.ts';

export interface Reply {
  readonly status: number;
  readonly body: { readonly [name: string]: unknown };
}
export type Ask = (who: `${Role}/${string}`, path: string, body: object) => Promise<Reply | undefined>;

const ATTEMPTS = 6;

/**
 * Commands of people over their own bad network: asked again under the same key until there is an answer, and now
 * and then once more later, which must change nothing.
 */
export function people(
  wire: Wire,
  clock: VirtualClock,
  chance: Chance,
  { count }: Tally,
  fail: (error: unknown) => void,
): Ask {
  let keys = 0;
  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      clock.after(ms, resolve);
    });
  const once = async (who: string, path: string, body: string, key: string): Promise<Reply | undefined> => {
    const request = {
      method: 'POST',
      url: `${ORIGIN}/api/v1${path}`,
      headers: { authorization: `Bearer ${who}`, 'content-type': 'application/json', 'idempotency-key': key },
      body,
      maxBytes: 1_000_000,
      deadlineMs: 15_000,
    } as const;
    const answer = await wire.http(request).catch(() => undefined);
    if (!answer || answer.status >= 500) return undefined;
    return { status: answer.status, body: JSON.parse(new TextDecoder().decode(answer.bytes) || '{}') as Reply['body'] };
  };
  const repeat = async (who: string, path: string, body: string, key: string, first: Reply): Promise<void> => {
    await pause(chance.between(0, 60_000));
    const second = await once(who, path, body, key);
    if (!second) return;
    count('people: repeated');
    const same = second.status === first.status && JSON.stringify(second.body) === JSON.stringify(first.body);
    must('I7', same, () => `${path}: ${JSON.stringify(first)}, then ${JSON.stringify(second)}`);
  };
  return async (who, path, asked) => {
    const body = JSON.stringify(asked);
    const key = `key-${++keys}`;
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const reply = await once(who, path, body, key);
      if (reply) {
        if (reply.status >= 400) count(`refused: ${String(reply.body['code'])}`);
        else if (chance.happens(0.3)) void repeat(who, path, body, key, reply).catch(fail);
        return reply;
      }
      await pause(chance.between(1_000, 8_000));
    }
    return undefined;
  };
}
