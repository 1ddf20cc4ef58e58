import type { Json } from '../../../schemas/words.ts';
import type { Clock } from '../../../usecases/ports.ts';
import type { Happening } from './step.ts';

/** Invokes a task and turns whatever comes of it into what Step Functions would record for a Lambda function. */
export async function invokeTask(
  { invoke, clock }: { readonly invoke: (payload: Json) => Promise<Json>; readonly clock: Clock },
  { payload, timeoutSeconds }: { readonly payload: Json; readonly timeoutSeconds?: number },
): Promise<Happening> {
  const answer = answerOf(invoke, payload);
  if (timeoutSeconds === undefined) return answer;
  const { promise: timeout, resolve } = Promise.withResolvers<Happening>();
  const cancel = clock.after(timeoutSeconds * 1000, () =>
    resolve({ type: 'threw', error: 'States.Timeout', cause: `no answer within ${timeoutSeconds} s` }),
  );
  return Promise.race([answer, timeout]).finally(cancel);
}

async function answerOf(invoke: (payload: Json) => Promise<Json>, payload: Json): Promise<Happening> {
  try {
    // Through text and back, as on AWS: what cannot be JSON must not work here either.
    const text = JSON.stringify(await invoke(JSON.parse(JSON.stringify(payload)) as Json));
    return { type: 'answered', result: JSON.parse(text ?? 'null') as Json };
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    return { type: 'threw', error: name, cause: JSON.stringify({ errorType: name, errorMessage: message }) };
  }
}
