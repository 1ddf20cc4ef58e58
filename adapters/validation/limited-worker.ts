import { Worker } from 'node:worker_threads';
import { inheritedEnvironment } from '../system/inherited-environment.ts';

export interface Limits {
  /** Processor time of the thread, for compiling and for validating, each: a busy machine makes no schema costly. */
  readonly milliseconds: number;
  readonly heapMegabytes: number;
}

/** The answer of a job that passed a limit. */
export interface TooCostly {
  readonly type: 'too_costly';
}

/** What a worker says besides its answers: that it listens, and that the limit starts again. */
type Aside = { readonly type: 'ready' } | { readonly type: 'compiled' };

/** A thread that gets no processor for so many times its limit is given up too. */
const WALL_FACTOR = 20;

/** One worker thread; it takes one job at a time and dies with the job that passes a limit. */
export class LimitedWorker<J, A extends { readonly type: string }> {
  private readonly worker: Worker;
  private readonly limits: Limits;
  private readonly ready: Promise<void>;
  private settle: ((answer: A | TooCostly) => void) | undefined;
  private fail: (fault: Error) => void = () => undefined;
  private timer: NodeJS.Timeout | undefined;
  /** Counts what was limited so far; a watch over an older one does nothing. */
  private watched = 0;
  private ended = false;

  /** @param file what the thread runs; it reports `ready`, perhaps `compiled`, and answers each job with one report */
  constructor(file: URL, limits: Limits) {
    this.limits = limits;
    this.worker = new Worker(file, {
      env: inheritedEnvironment(process.env),
      resourceLimits: { maxOldGenerationSizeMb: limits.heapMegabytes, maxYoungGenerationSizeMb: 16 },
    });
    this.worker.unref();
    this.ready = new Promise((resolve, reject) => {
      this.worker.once('error', reject);
      this.worker.on('message', (report: A | Aside) => {
        if (report.type === 'ready') resolve();
        else if (report.type === 'compiled') this.watch();
        else this.finish(report as A);
      });
    });
    this.ready.catch(() => undefined); // told to whoever runs a job
    this.worker.on('error', (error: NodeJS.ErrnoException) => {
      this.ended = true;
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') this.finish({ type: 'too_costly' });
      else this.fail(error);
    });
  }

  /** False once a limit was passed: it takes no more jobs. */
  get alive(): boolean {
    return !this.ended;
  }

  /** @throws when the worker cannot start or has a fault of ours */
  async run(job: J): Promise<A | TooCostly> {
    this.worker.ref();
    await this.ready;
    return new Promise((resolve, reject) => {
      this.settle = resolve;
      this.fail = reject;
      this.watch();
      this.worker.postMessage(job);
    });
  }

  async close(): Promise<void> {
    this.ended = true;
    clearTimeout(this.timer);
    await this.worker.terminate();
  }

  /** Watches what runs from now on, until it reports or a limit is passed. */
  private watch(): void {
    const watched = ++this.watched;
    const { milliseconds } = this.limits;
    const started = performance.now();
    const before = this.worker.cpuUsage();
    before.catch(() => undefined); // asked for only if the thread is still there
    const look = async (): Promise<void> => {
      const { user, system } = await this.worker.cpuUsage(await before);
      if (watched !== this.watched) return;
      const left = milliseconds - (user + system) / 1000;
      if (left > 0 && performance.now() - started < milliseconds * WALL_FACTOR) this.lookIn(left, look);
      else {
        this.finish({ type: 'too_costly' });
        await this.close();
      }
    };
    this.lookIn(milliseconds, look);
  }

  private lookIn(milliseconds: number, look: () => Promise<void>): void {
    clearTimeout(this.timer);
    // A thread that ended meanwhile has no usage to tell; its end is reported by itself.
    this.timer = setTimeout(() => void look().catch(() => undefined), Math.max(5, milliseconds));
  }

  private finish(answer: A | TooCostly): void {
    this.watched += 1;
    clearTimeout(this.timer);
    // Idle, it keeps no process alive.
    this.worker.unref();
    this.settle?.(answer);
    this.settle = undefined;
  }
}
