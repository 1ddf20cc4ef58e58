import type { SchemaRunner } from '../../usecases/ports.ts';
import { LimitedWorker, type Limits } from './limited-worker.ts';
import type { Answer, Job } from './messages.ts';

const DEFAULT_LIMITS: Limits = { milliseconds: 250, heapMegabytes: 128 };

/** Schemas run in one worker thread, a job after the other; who passes a limit takes the thread along, not us. */
export function workerSchemaRunner(limits: Limits = DEFAULT_LIMITS): SchemaRunner & { close(): Promise<void> } {
  let worker: LimitedWorker | undefined;
  let last: Promise<unknown> = Promise.resolve();

  const run = (job: Job): Promise<Answer> => {
    const answer = last.then(async () => {
      if (!worker?.alive) worker = new LimitedWorker(limits);
      return worker.run(job);
    });
    last = answer.catch(() => undefined);
    return answer;
  };
  return {
    async compile(schema) {
      const answer = await run({ schema });
      if (answer.type === 'done') return { ok: true };
      if (answer.type === 'too_costly') return { ok: false, reason: 'too_costly', findings: [] };
      return { ok: false, reason: 'invalid', findings: [...answer.findings] };
    },
    async validate(schema, document) {
      const answer = await run({ schema, document });
      if (answer.type === 'done') return { ok: true, findings: [...answer.findings] };
      return { ok: false, reason: answer.type };
    },
    close: async () => worker?.close(),
  };
}
