import type { Outcome } from '../../../core/decision.ts';
import { REJECTIONS } from '../../../core/rejections.ts';
import type { Issuing } from '../../../usecases/ports.ts';
import { PATIENCE, type Patience, pauseAfter } from '../patience.ts';

/** What Lambda answers to a synchronous call. */
export interface Invoked {
  /** The function threw, or never came to an end; what it did is not known. */
  readonly failed: boolean;
  readonly payload: string;
}
/** Calls the rollout function and waits. @throws when it could not be called, or no answer came */
export type Invoke = (payload: string) => Promise<Invoked>;

/**
 * Signing as the functions have it that may not use the release key: they ask rollout, which signs what the streams
 * hold under that name. Asking again is always right, so a failed function is called again; calls that Lambda itself
 * turned away the client has tried again already.
 * @throws when rollout fails each time, or answers something else than an outcome
 */
export function invokedIssuing(invoke: Invoke, patience: Patience = PATIENCE): Issuing {
  return {
    async sign(draft, cause) {
      const request = JSON.stringify({ step: 'sign', draft, ...(cause ? { traceId: cause.traceId } : {}) });
      for (let failures = 1; ; failures++) {
        const { failed, payload } = await invoke(request);
        if (!failed) return outcomeOf(payload);
        if (failures >= patience.attempts) throw new Error(`rollout could not sign: ${payload.slice(0, 500)}`);
        await pauseAfter(failures, patience);
      }
    },
  };
}

/** Only what rollout can mean: done, or a refusal from the one list. */
function outcomeOf(payload: string): Outcome<null> {
  const answer = JSON.parse(payload) as { readonly ok?: unknown; readonly code?: unknown; readonly value?: unknown };
  const done = answer.ok === true && answer.value === null;
  const refused = answer.ok === false && typeof answer.code === 'string' && Object.hasOwn(REJECTIONS, answer.code);
  if (!done && !refused) throw new Error(`rollout answered ${payload.slice(0, 200)}`);
  return answer as Outcome<null>;
}
