import { Worker } from 'node:worker_threads';
import type { Answer, Job, Report } from './messages.ts';

export interface Limits {
  /** For compiling and for validating, each. */
  readonly milliseconds: number;
  readonly heapMegabytes: number;
}

/** One worker thread; it takes one job at a time and dies with the job that passes a limit. */
export class LimitedWorker {
  private readonly worker: Worker;
  private readonly limits: Limits;
  private readonly ready: Promise<void>;
  private settle: ((answer: Answer) => void) | undefined;
  private timer: NodeJS.Timeout | undefined;
  private ended = false;

  constructor(limits: Limits) {
    this.limits = limits;
    this.worker = new Worker(new URL('./worker.ts', import.meta.url), {
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: limits.heapMegabytes, maxYoungGenerationSizeMb: 16 },
    });
    this.worker.unref();
    this.ready = new Promise((resolve, reject) => {
      this.worker.once('error', reject);
      this.worker.on('message', (report: Report) => {
        if (report.type === 'ready') resolve();
        else if (report.type === 'compiled') this.startTimer();
        else this.finish(report);
      });
    });
    this.ready.catch(() => undefined); // told to whoever runs a job
    this.worker.on('error', (error: NodeJS.ErrnoException) => {
      this.ended = true;
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') this.finish({ type: 'too_costly' });
    });
  }

  /** False once a limit was passed: it takes no more jobs. */
  get alive(): boolean {
    return !this.ended;
  }

  /** @throws when the worker cannot start: a fault of ours */
  async run(job: Job): Promise<Answer> {
    this.worker.ref();
    await this.ready;
    return new Promise((resolve) => {
      this.settle = resolve;
      this.startTimer();
      this.worker.postMessage(job);
    });
  }

  async close(): Promise<void> {
    this.ended = true;
    clearTimeout(this.timer);
    await this.worker.terminate();
  }

  private startTimer(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.finish({ type: 'too_costly' });
      void this.close();
    }, this.limits.milliseconds);
  }

  private finish(answer: Answer): void {
    clearTimeout(this.timer);
    // Idle, it keeps no process alive.
    this.worker.unref();
    this.settle?.(answer);
    this.settle = undefined;
  }
}
