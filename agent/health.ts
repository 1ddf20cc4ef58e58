import { added, growth, NO_COUNTS, type ServiceCounts } from '../core/node/health-counts.ts';
import { HealthCounts, type HealthSample } from '../schemas/health.ts';
import { type Life, pause } from './life.ts';
import { METRICS_BYTES, PROBE_MS } from './options.ts';

const NO_GROWTH: ServiceCounts = { requests: 0, errors: 0, latency: [] };
const ServiceAnswer = HealthCounts.pick({ requests: true, errors: true, latency: true, custom: true }).strip();

/** The service's counts when the agent begins: what it did before this life is nobody's. */
export async function firstLook(life: Life): Promise<void> {
  life.health.service = await readService(life);
}

/** Asks the service and its probe, and adds what happened since the last look. */
export async function look(life: Life): Promise<void> {
  const { health } = life;
  const now = await readService(life);
  const more = now ? growth(health.service, now) : NO_GROWTH;
  if (now) health.service = now;
  health.probe = await probeOnce(life);
  health.sinceBoot = added(health.sinceBoot, more, health.probe);
  health.sinceActivation = added(health.sinceActivation, more, health.probe);
  health.sequence += 1;
}

/** From here on counts belong to the release just activated; those of the switch itself to the one before. */
export async function countFromActivation(life: Life): Promise<void> {
  const { health } = life;
  const now = await readService(life);
  if (now) {
    health.sinceBoot = added(health.sinceBoot, growth(health.service, now), null);
    health.service = now;
  }
  health.sinceActivation = NO_COUNTS;
  health.activated = true;
}

export function sampleOf({ health, bootId, held }: Life): HealthSample {
  return {
    bootId,
    sequence: health.sequence,
    generation: held.state.running?.generation ?? 0,
    counts: health.sinceActivation,
    ...(health.activated ? { sinceBoot: health.sinceBoot } : {}),
  };
}

const PROBE_TRIES = 5;
const PROBE_PAUSE_MS = 200;

/** The probe after a switch: a service may need a moment before it is well. */
export async function probeAfterSwitch(life: Life): Promise<'ok' | 'failed' | 'none'> {
  for (let attempt = 1; ; attempt++) {
    const result = await probeOnce(life);
    if (result !== 'failed' || attempt === PROBE_TRIES) return result ?? 'none';
    await pause(life.ports, PROBE_PAUSE_MS);
  }
}

async function probeOnce({ addresses, ports }: Life): Promise<'ok' | 'failed' | null> {
  if (addresses.probe === undefined) return null;
  const status = await get(ports, addresses.probe).then(
    (answer) => answer.status,
    () => 0,
  );
  return status >= 200 && status < 300 ? 'ok' : 'failed';
}

async function readService({ addresses, ports }: Life): Promise<ServiceCounts | null> {
  if (addresses.metrics === undefined) return null;
  try {
    const { status, bytes } = await get(ports, addresses.metrics);
    const parsed = status === 200 ? ServiceAnswer.safeParse(JSON.parse(new TextDecoder().decode(bytes))) : undefined;
    return parsed?.data ?? null;
  } catch {
    return null; // not up yet, or no counts: the node reports none
  }
}

const get = ({ http }: Life['ports'], url: string) =>
  http({ method: 'GET', url, headers: {}, maxBytes: METRICS_BYTES, deadlineMs: PROBE_MS });
