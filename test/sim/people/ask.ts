import type { Role } from '../../../schemas/principal.ts';
import type { VirtualClock } from '../../support/virtual-clock.ts';
import type { Chance } from '../chance.ts';
import type { Wire } from '../fleet/network.ts';
import { ORIGIN, type PlaneDisk } from '../plane/plane-disk.ts';
import type { Tally } from '../tally.ts';
import { must } from '../watch/broken.ts';

export interface Reply {
  readonly status: number;
  readonly body: { readonly [name: string]: unknown };
}
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
/** @returns undefined when there was no answer, however often it was asked */
export type Ask = (who: `${Role}/${string}`, what: `${Method} /${string}`, body?: object) => Promise<Reply | undefined>;

const ATTEMPTS = 6;

interface Surroundings {
  readonly wire: Wire;
  readonly clock: VirtualClock;
  readonly chance: Chance;
  readonly tally: Tally;
  readonly disk: Pick<PlaneDisk, 'restores'>;
  readonly fail: (error: unknown) => void;
}

/**
 * Commands of people over their own bad network: asked again under the same key until there is an answer, and now
 * and then once more later, which must change nothing.
 */
export function people({ wire, clock, chance, tally: { count }, disk, fail }: Surroundings): Ask {
  let keys = 0;
  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      clock.after(ms, resolve);
    });
  const once = async (who: string, what: string, body: string | undefined, key: string): Promise<Reply | undefined> => {
    const [method = '', path = ''] = what.split(' ');
    const request = {
      method,
      url: `${ORIGIN}/api/v1${path}`,
      headers: { authorization: `Bearer ${who}`, 'content-type': 'application/json', 'idempotency-key': key },
      ...(body === undefined ? {} : { body }),
      maxBytes: 1_000_000,
    };
    const answer = await wire.http(request).catch(() => undefined);
    if (!answer || answer.status >= 500) return undefined;
    return { status: answer.status, body: JSON.parse(new TextDecoder().decode(answer.bytes) || '{}') as Reply['body'] };
  };
  const repeat = async (who: string, what: string, body: string, key: string, first: Reply): Promise<void> => {
    const { restores } = disk;
    await pause(chance.between(0, 60_000));
    const second = await once(who, what, body, key);
    // A database that was set back has forgotten the command.
    if (!second || disk.restores !== restores) return;
    count('people: repeated');
    const same = second.status === first.status && JSON.stringify(second.body) === JSON.stringify(first.body);
    must('I7', same, () => `${what}: ${JSON.stringify(first)}, then ${JSON.stringify(second)}`);
  };
  return async (who, what, asked) => {
    const body = asked && JSON.stringify(asked);
    const key = `key-${++keys}`;
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const reply = await once(who, what, body, key);
      if (reply) {
        if (reply.status >= 400) count(`refused: ${String(reply.body['code'])}`);
        else if (body && what.startsWith('POST') && chance.happens(0.3))
          void repeat(who, what, body, key, reply).catch(fail);
        return reply;
      }
      await pause(chance.between(1_000, 8_000));
    }
    return undefined;
  };
}
