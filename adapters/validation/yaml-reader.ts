import { done, reject } from '../../core/decision.ts';
import type { Json } from '../../schemas/words.ts';
import type { YamlReader } from '../../usecases/ports.ts';
import type { Limits } from './limited-worker.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { workerFile } from './worker-file.ts';
import type { YamlAnswer } from './yaml-messages.ts';

/** The costliest documents of 1 MB take about 5 s and 500 MB; usual ones 2 s and 300 MB. */
const DEFAULT_LIMITS: Limits = { milliseconds: 15_000, heapMegabytes: 768 };

/** YAML is read in a worker thread of its own, a document after the other, so that no schema check waits for it. */
export function workerYamlReader(limits: Limits = DEFAULT_LIMITS): YamlReader & { close(): Promise<void> } {
  const worker = oneAtATime<Uint8Array, YamlAnswer>(workerFile('yaml-worker'), limits);
  return {
    async read(source) {
      const answer = await worker.run(source);
      if (answer.type === 'read') return done(JSON.parse(answer.json) as Json);
      return answer.type === 'refused' ? answer.refusal : reject('yaml_too_costly');
    },
    close: worker.close,
  };
}
