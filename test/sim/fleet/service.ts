import type { HttpAnswer } from '../../../agent/ports.ts';

/** What a configuration does to the service beside the agent: it says so itself. */
export type Defect = 'none' | 'hook' | 'errors' | 'probe' | 'slow';
export const PROBE = 'http://127.0.0.1:9000/probe';
export const METRICS = 'http://127.0.0.1:9000/metrics';

const REQUESTS_PER_SECOND = 5;
const FAST = 20;
const SLOW = 40;

/** A service that fares as its configuration makes it; its counts only grow, as those of a process do. */
export interface Service {
  answer(pathname: string): Promise<HttpAnswer>;
  takes(): Promise<boolean>;
}

/** @param read the content it runs with now */
export function service(now: () => number, read: () => Promise<Defect>): Service {
  const counts = { requests: 0, errors: 0, fast: 0, slow: 0 };
  let last = now();
  const count = (defect: Defect): void => {
    const requests = Math.floor(((now() - last) / 1000) * REQUESTS_PER_SECOND);
    last = now();
    counts.requests += requests;
    if (defect === 'errors') counts.errors += Math.ceil(requests / 2);
    counts[defect === 'slow' ? 'slow' : 'fast'] += requests;
  };
  return {
    takes: async () => (await read()) !== 'hook',
    async answer(pathname) {
      const defect = await read();
      if (pathname === '/probe') return { status: defect === 'probe' ? 503 : 200, bytes: new Uint8Array() };
      count(defect);
      const { requests, errors, fast, slow } = counts;
      const latency = [[FAST, fast] as const, [SLOW, slow] as const].filter(([, each]) => each > 0);
      return { status: 200, bytes: new TextEncoder().encode(JSON.stringify({ requests, errors, latency })) };
    },
  };
}
