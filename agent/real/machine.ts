import { arch, availableParallelism, cpus, hostname, platform, totalmem } from 'node:os';
import { sayable } from '../../core/node/sayable.ts';
import type { Machine } from '../ports.ts';

interface Ticks {
  readonly busy: number;
  readonly all: number;
}

/** Shorter than this says more about the agent than about the machine (milliseconds of all processors together). */
const SHORTEST_WINDOW = 10_000;

/** Reads processors and memory of this machine; processor use is what happened since an earlier look. */
export function thisMachine(agentVersion: string): Machine {
  let before = ticks();
  let cpu = 0;
  return {
    resources: () => {
      const now = ticks();
      if (now.all - before.all >= SHORTEST_WINDOW * availableParallelism()) {
        cpu = Math.min(1, Math.max(0, (now.busy - before.busy) / (now.all - before.all)));
        before = now;
      }
      // In a container the limit counts, and without one that "limit" is larger than the machine.
      const total = Math.min(totalmem(), process.constrainedMemory() || totalmem());
      const memory = Math.min(1, Math.max(0, 1 - process.availableMemory() / total));
      return { cpu: rounded(cpu), memory: rounded(memory) };
    },
    facts: () => ({ hostname: sayable(hostname(), 253), agentVersion, hardware: `${platform()} ${arch()}` }),
  };
}

const rounded = (share: number): number => Math.round(share * 100) / 100;

const ticks = (): Ticks =>
  cpus().reduce(
    ({ busy, all }, { times: { user, nice, sys, idle, irq } }) => {
      const worked = user + nice + sys + irq;
      return { busy: busy + worked, all: all + worked + idle };
    },
    { busy: 0, all: 0 },
  );
