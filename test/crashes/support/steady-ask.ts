import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Role } from '../../../schemas/principal.ts';
import type { Supervised } from './supervised.ts';

export interface Answered<T = Record<string, unknown>> {
  readonly status: number;
  readonly body: T;
}
export interface Request {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  /** Idempotency-Key; the same for every try. */
  readonly key?: string;
}

/** A person who asks the same thing, under the same key, until there is an answer; whether it is a good one is not said. */
export type SteadyAsk = <T = Record<string, unknown>>(request: Request) => Promise<Answered<T>>;

export function steadyAsk(plane: Supervised, role: Role, subject: string): SteadyAsk {
  let token: Promise<string> | undefined;
  return async <T>({ method, path, body, key = randomUUID() }: Request) => {
    for (;;) {
      const { url } = await plane.up();
      token ??= plane.token(role, subject);
      try {
        const response = await fetch(`${url}/api/v1${path}`, {
          method,
          headers: {
            authorization: `Bearer ${await token}`,
            ...(method === 'POST' ? { 'idempotency-key': key } : {}),
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
        const text = await response.text();
        return { status: response.status, body: (text === '' ? undefined : JSON.parse(text)) as T };
      } catch (error) {
        if (!(error instanceof TypeError)) throw error; // fetch and reading say so of a connection that broke
        await pause(5);
      }
    }
  };
}

/** @throws with the answer when it is no good one */
export const goodly =
  (ask: SteadyAsk) =>
  async <T = Record<string, unknown>>(method: string, path: string, body?: unknown): Promise<T> => {
    const { status, body: answer } = await ask<T>({ method, path, body });
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(answer)}`);
    return answer;
  };
