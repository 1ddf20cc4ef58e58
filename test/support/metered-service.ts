import type { HttpAnswer } from '../../agent/ports.ts';

/** Customers served between two looks of the agent. */
const REQUESTS = 20;
const FAST = 20;

interface Behaviour {
  /** Share of the requests that fail, 0 to 1. */
  readonly errorShare?: number;
}

/** A service with a steady load whose errors follow from its configuration; it answers what an agent's `--metrics` asks. */
export function meteredService(configuration: () => Promise<string | undefined>) {
  const counts = { requests: 0, errors: 0, latency: [[FAST, 0]] as [number, number][] };
  return {
    url: 'http://127.0.0.1:9/metrics',
    async answer(): Promise<HttpAnswer> {
      const text = await configuration();
      if (text !== undefined) {
        const { errorShare = 0 } = JSON.parse(text) as Behaviour;
        counts.requests += REQUESTS;
        counts.errors += Math.round(REQUESTS * errorShare);
        counts.latency = [[FAST, counts.requests]];
      }
      return { status: 200, bytes: new TextEncoder().encode(JSON.stringify(counts)) };
    },
  };
}
