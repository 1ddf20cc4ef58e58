import { parentPort } from 'node:worker_threads';

/* The thread of pulses, but whoever stores `die` ends it before anything of that list is stored. */

parentPort?.on('message', (message: unknown) => {
  if (JSON.stringify(message).includes('"die"')) process.exit(1);
});
await import('../../../../adapters/embedded/pulses/pulse-worker.ts');
