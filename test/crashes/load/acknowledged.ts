import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { Chance } from '../../sim/chance.ts';
import type { Answered, Request, SteadyAsk } from '../support/steady-ask.ts';

/** A request that was answered, and where it can be seen. */
interface Acknowledged {
  readonly ask: SteadyAsk;
  readonly request: Request;
  readonly answer: Answered;
  /** What is shown of it, and which part of the answer that must be. */
  readonly shown?: { readonly path: string; readonly fields: readonly string[] };
}

/** Everything the control plane has answered to those who write, noted before they ask again. */
export interface Notes {
  /** Asks until answered, and notes the answer. @throws when it is not a good one */
  write(ask: SteadyAsk, path: string, body: unknown, shown?: Shown): Promise<Record<string, unknown>>;
  /** What was answered since the last look, and some of what is older: it is there, and the same request is answered the same. */
  look(chance: Chance): Promise<void>;
  lookAtAll(): Promise<void>;
  count(): number;
}
type Shown = (answer: Record<string, unknown>) => Acknowledged['shown'];

const OLDER = 5;

export function notes(): Notes {
  const all: Acknowledged[] = [];
  let looked = 0;
  const check = async ({ ask, request, answer, shown }: Acknowledged): Promise<void> => {
    expect(await ask(request)).toStrictEqual(answer);
    if (!shown) return;
    const { status, body } = await ask({ method: 'GET', path: shown.path });
    const part = (from: Record<string, unknown>) => Object.fromEntries(shown.fields.map((name) => [name, from[name]]));
    expect({ path: shown.path, status, ...part(body) }).toStrictEqual({
      path: shown.path,
      status: 200,
      ...part(answer.body),
    });
  };
  return {
    async write(ask, path, body, shown) {
      const request = { method: 'POST', path, body, key: randomUUID() };
      const answer = await ask(request);
      if (answer.status >= 300) throw new Error(`POST ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
      const place = shown?.(answer.body);
      all.push({ ask, request, answer, ...(place ? { shown: place } : {}) });
      return answer.body;
    },
    async look(chance) {
      const fresh = all.slice(looked);
      const older = looked === 0 ? [] : Array.from({ length: OLDER }, () => chance.pick(all.slice(0, looked)));
      looked = all.length;
      await Promise.all([...fresh, ...older].map(check));
    },
    async lookAtAll() {
      for (const each of all) await check(each);
    },
    count: () => all.length,
  };
}
