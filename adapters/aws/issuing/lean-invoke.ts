import { environmentCredentials } from '../lean/credentials.ts';
import { endpointOf } from '../lean/endpoint.ts';
import { NoAnswer, type Received, send } from '../lean/send.ts';
import { signedHeaders } from '../lean/sign-request.ts';
import { PATIENCE, type Patience, pauseAfter } from '../patience.ts';
import type { Invoke } from './issuing.ts';

/** Signing what a cluster drafted takes under a second; renewing every directive of a large fleet may take this. */
const DEADLINE_MS = 25_000;

/** Told apart from a call that was refused for good: Lambda had no room, or no answer came. */
const isPassing = ({ status }: Received): boolean => status === 429 || status >= 500;

/**
 * Calls one function by Lambda's API without an SDK: the rooms that ask for signatures have none to spare for it.
 * @param functionArn without version or alias
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export function leanInvoke(
  functionArn: string,
  {
    environment,
    now,
    deadlineMs = DEADLINE_MS,
  }: {
    readonly environment: { readonly [name: string]: string | undefined };
    /** Unix milliseconds. */
    readonly now: () => number;
    readonly deadlineMs?: number;
  },
  patience: Patience = PATIENCE,
): Invoke {
  const { url, region } = endpointOf('lambda', environment);
  const name = functionArn.slice(functionArn.lastIndexOf(':') + 1);
  const path = `/2015-03-31/functions/${name}/invocations`;
  const once = (body: string): Promise<Received> => {
    const headers = { host: url.host, 'content-type': 'application/json' };
    const request = { method: 'POST', path, headers, body } as const;
    const scope = { credentials: environmentCredentials(environment), region, service: 'lambda', nowMs: now() };
    return send(url, { ...request, headers: signedHeaders(request, scope) }, deadlineMs);
  };
  return async (payload) => {
    for (let failures = 1; ; failures++) {
      const answer = await once(payload).catch(networkOnly);
      if (answer instanceof NoAnswer || isPassing(answer)) {
        if (failures >= patience.attempts) throw answer instanceof NoAnswer ? answer : refusal(name, answer);
        await pauseAfter(failures, patience);
        continue;
      }
      if (answer.status !== 200) throw refusal(name, answer);
      return { failed: answer.headers['x-amz-function-error'] !== undefined, payload: answer.body.toString() };
    }
  };
}

/** A connection that broke is tried again; what took the whole deadline once is not. */
const networkOnly = (error: unknown): NoAnswer => {
  if (error instanceof NoAnswer && error.code === 'Network') return error;
  throw error;
};

const refusal = (name: string, { status, body }: Received): Error =>
  new Error(`${name} could not be called: ${status} ${body.toString('utf8', 0, 300)}`);
