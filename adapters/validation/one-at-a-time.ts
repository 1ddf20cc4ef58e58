import { LimitedWorker, type Limits, type TooCostly } from './limited-worker.ts';

export interface JobRunner<J, A> {
  run(job: J): Promise<A | TooCostly>;
  close(): Promise<void>;
}

/** Runs jobs one after the other in a worker thread of `file`; a job that passes a limit takes the thread along, not us. */
export function oneAtATime<J, A extends { readonly type: string }>(file: URL, limits: Limits): JobRunner<J, A> {
  let worker: LimitedWorker<J, A> | undefined;
  let last: Promise<unknown> = Promise.resolve();
  return {
    run(job) {
      const answer = last.then(() => {
        if (!worker?.alive) worker = new LimitedWorker(file, limits);
        return worker.run(job);
      });
      last = answer.catch(() => undefined);
      return answer;
    },
    close: async () => worker?.close(),
  };
}
