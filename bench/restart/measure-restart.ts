import { readFileSync } from 'node:fs';
import { openEmbedded } from '../../test/support/embedded-process.ts';

export interface Restart {
  /** From spawn to the ready line, milliseconds. */
  readonly readyMs: number;
  /** From spawn to the answer of the first request after it. */
  readonly answeredMs: number;
  /** Processor time until the ready line, milliseconds; undefined where there is no /proc. */
  readonly cpuMs: number | undefined;
}

/** Starts the control plane of a data folder so many times, and ends each by kill -9. */
export async function measureRestarts(
  dataDir: string,
  times: number,
  environment: NodeJS.ProcessEnv = {},
): Promise<Restart[]> {
  const restarts: Restart[] = [];
  for (let time = 0; time < times; time++) {
    const begun = performance.now();
    const server = await openEmbedded(['--port', '0', '--data', dataDir], environment);
    const readyMs = performance.now() - begun;
    const cpuMs = processorMs(server.pid);
    try {
      await (await fetch(`${server.url}/api/v1/health`)).arrayBuffer();
      restarts.push({ readyMs, answeredMs: performance.now() - begun, cpuMs });
    } finally {
      await server.end('SIGKILL');
    }
  }
  return restarts;
}

/** Clock ticks are 10 ms on every Linux that Node runs on. */
const TICK_MS = 10;

function processorMs(pid: number): number | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
  } catch {
    return undefined;
  }
}
