import { Worker } from 'node:worker_threads';
import { inheritedEnvironment } from '../../system/inherited-environment.ts';
import { settle, type Waiting } from '../database/group-commit.ts';
import { JOBS_PER_COMMIT } from '../database/turn-commits.ts';
import type { PulseCall, PulseMessage, PulseReport, PulseThreadData } from './pulse-calls.ts';
import type { DurablePulseTable, PulseTable } from './pulse-table.ts';

export interface PulseThread {
  readonly table: DurablePulseTable;
  /** Rejects when the file cannot be had. */
  readonly opened: Promise<void>;
  /** Commits what waits, refuses what comes later, and lets the file go. */
  close(): Promise<void>;
}

/** Full lists that may be away at once: the next one is there when the thread is done, so that it need not be woken. */
const LISTS_AWAY = 2;

interface Asked extends Waiting {
  readonly call: PulseCall;
}

/**
 * The table of pulses in a file and a thread of its own: while it commits, check-ins are read and answered here
 * (docs/decisions/0017-pulse-thread.md). What is asked while a list of calls is away shares the next commit,
 * which waits for the first one unless it is full. A thread that ends by itself fails what it had; the next call
 * starts another one, unless the file could not be had in the first place.
 * @param file made when missing; nobody else may open it
 * @param program what the thread runs
 */
export function pulseThread(file: string, program = new URL('./pulse-worker.ts', import.meta.url)): PulseThread {
  let worker: Worker | undefined;
  let waiting: Asked[] = [];
  /** Lists of calls the thread has, in the order in which it reports on them. */
  const away: (readonly Asked[])[] = [];
  let open = false;
  let scheduled = false;
  let over: Error | undefined;
  const opened = Promise.withResolvers<void>();
  opened.promise.catch(() => undefined); // told to whoever waits for it, and to every call
  const gone = Promise.withResolvers<void>();

  const tell = (message: PulseMessage): void => worker?.postMessage(message);
  const sendOne = (): void => {
    const list = waiting.slice(0, JOBS_PER_COMMIT);
    waiting = waiting.slice(JOBS_PER_COMMIT);
    away.push(list);
    tell(list.map(({ call }) => call));
  };
  const isFull = (): boolean => waiting.length >= JOBS_PER_COMMIT;
  const send = (): void => {
    scheduled = false;
    if (open && away.length === 0 && waiting.length > 0) sendOne();
  };
  const schedule = (): void => {
    if (!open) return;
    while (isFull() && away.length < LISTS_AWAY) sendOne();
    if (scheduled || away.length > 0 || waiting.length === 0) return;
    scheduled = true;
    setImmediate(send); // with all that this turn of the event loop still asks
  };
  const hear = (report: PulseReport): void => {
    if (report === 'open') {
      open = true;
      opened.resolve();
    } else settle(away.shift() ?? [], report);
    schedule();
  };
  const end = (error: Error): void => {
    if (!open) over ??= error; // it never had the file, nor will another one
    opened.reject(error);
    for (const { reject } of [...away.flat(), ...waiting]) reject(error);
    [worker, open, waiting] = [undefined, false, []];
    away.length = 0;
    if (over) gone.resolve();
  };
  const start = (): Worker => {
    const env = inheritedEnvironment(process.env);
    const begun = new Worker(program, { workerData: { file } satisfies PulseThreadData, env });
    let reason = new Error('the thread of pulses has ended');
    begun.on('message', hear);
    begun.on('error', (error: Error) => {
      reason = error;
    });
    begun.on('exit', () => end(reason)); // only then has it let the file go
    return begun;
  };
  worker = start();

  const ask = <Name extends keyof PulseTable>(
    name: Name,
    args: Parameters<PulseTable[Name]>,
  ): Promise<ReturnType<PulseTable[Name]>> => {
    if (over) return Promise.reject(over);
    worker ??= start();
    return new Promise((resolve, reject) => {
      waiting.push({ call: [name, args] as unknown as PulseCall, resolve, reject });
      schedule();
    });
  };
  return {
    table: {
      put: (...args) => ask('put', args),
      prove: (...args) => ask('prove', args),
      one: (...args) => ask('one', args),
      nodes: (...args) => ask('nodes', args),
      several: (...args) => ask('several', args),
      remove: (...args) => ask('remove', args),
    },
    opened: opened.promise,
    close() {
      over ??= new Error('the store is closed');
      if (!worker) return Promise.resolve();
      while (waiting.length > 0) sendOne();
      tell('close');
      return gone.promise;
    },
  };
}
