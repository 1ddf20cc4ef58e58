import type { SchemaRunner } from '../../usecases/ports.ts';
import type { Limits } from './limited-worker.ts';
import type { Answer, Job } from './messages.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { workerFile } from './worker-file.ts';

const DEFAULT_LIMITS: Limits = { milliseconds: 250, heapMegabytes: 128 };

/** Schemas run in one worker thread, a job after the other. */
export function workerSchemaRunner(limits: Limits = DEFAULT_LIMITS): SchemaRunner & { close(): Promise<void> } {
  const { run, close } = oneAtATime<Job, Answer>(workerFile('worker'), limits);
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
    close,
  };
}
