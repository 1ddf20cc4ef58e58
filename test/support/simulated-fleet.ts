import { CLUSTER } from '../../core/cluster/evolve.ts';
import { fromBase64 } from '../../core/integrity/base64.ts';
import { inCohort } from '../../core/node/rank.ts';
import { NO_RELEASE, pulseRelease } from '../../core/pulse/release.ts';
import { Directive } from '../../schemas/documents.ts';
import type { HealthCounts } from '../../schemas/health.ts';
import type { PulseProof, PulseRow } from '../../schemas/pulse.ts';
import type { Labels } from '../../schemas/words.ts';
import { loadState } from '../../usecases/load-state.ts';
import type { World } from '../../usecases/ports.ts';

export interface SimulatedNode {
  readonly id: string;
  labels: Labels;
  /** false: away. */
  online: boolean;
  /** Requests it serves per second, and how many of them fail, by the generation it runs. */
  load: (generation: number) => { readonly requests: number; readonly errors: number; readonly bucket?: number };
  /** Probes made per second, and whether they fail. */
  probe: (generation: number) => 'ok' | 'failed' | 'none';
  /** Generations it cannot swap to. */
  readonly refuses: Set<number>;
  generation: number;
  digestPrefix: string;
  resident: number;
  proven: PulseRow['proven'];
}

export interface SimulatedFleet {
  readonly nodes: SimulatedNode[];
  /** Every online node obeys the directive that is served, says how it fares, and proves what is new. */
  checkIn(): Promise<void>;
  /** How many nodes run each generation. */
  running(): Record<number, number>;
}

const WINDOW_SECONDS = 30;

/**
 * Nodes as far as a deployment can see them: their pulses. What they run follows from directives alone.
 * @param quietSeconds a node with nothing new to say says nothing for this long
 */
export function simulatedFleet(world: World, cluster: string, count: number, quietSeconds = 0): SimulatedFleet {
  const bootedAt = Math.floor(world.clock.now() / 1000);
  const nodes = Array.from({ length: count }, (_, index): SimulatedNode & Sampling => ({
    id: `node-${String(index + 1).padStart(32, '0')}`,
    labels: {},
    online: true,
    load: () => ({ requests: 10, errors: 0 }),
    probe: () => 'ok',
    refuses: new Set(),
    ...NO_RELEASE,
    resident: 0,
    proven: null,
    samples: [],
    sequence: 0,
    toldAt: 0,
    heard: 0,
  }));
  return {
    nodes,
    running: () =>
      Object.fromEntries(
        Map.groupBy(nodes, ({ generation }) => generation)
          .entries()
          .map(([generation, all]) => [generation, all.length]),
      ),
    async checkIn() {
      const directive = await served(world, cluster);
      const now = world.clock.now() / 1000;
      for (const node of nodes) {
        if (!node.online) continue;
        // The same word again asks for nothing new.
        const proof = node.heard === directive?.sequence ? undefined : obey(node, directive);
        node.heard = directive?.sequence ?? 0;
        if (!proof && now - node.toldAt < quietSeconds) continue;
        node.toldAt = now;
        sample(node, now);
        await world.pulses.put(rowOf(node, cluster, bootedAt, now));
        if (!proof) continue;
        node.proven = { ...proof, at: now };
        await world.pulses.prove(cluster, node.id, node.proven);
      }
    },
  };
}

interface Sampling {
  samples: { at: number; counts: HealthCounts }[];
  sequence: number;
  toldAt: number;
  /** Sequence of the directive obeyed last. */
  heard: number;
}

async function served(world: World, cluster: string): Promise<Directive['predicate'] | undefined> {
  const { state } = await loadState(world, CLUSTER, cluster);
  if (!state.served?.envelope) return undefined;
  const payload = fromBase64(state.served.envelope.payload) ?? new Uint8Array();
  return Directive.parse(JSON.parse(new TextDecoder().decode(payload))).predicate;
}

function obey(
  node: SimulatedNode & Sampling,
  directive: Directive['predicate'] | undefined,
): Omit<PulseProof, 'at'> | undefined {
  if (!directive) return undefined;
  const { candidate, stable, epoch } = directive;
  const mine = candidate && (node.generation === candidate.generation || inCohort(candidate, node.id, node.labels));
  if (mine && candidate.mode === 'preload' && node.generation !== candidate.generation) {
    if (node.resident === candidate.generation) return undefined;
    node.resident = candidate.generation;
    return { ...pulseRelease(candidate), epoch, state: 'resident' };
  }
  const wanted = mine ? candidate : stable;
  if (!wanted || wanted.generation <= node.generation || node.refuses.has(wanted.generation)) return undefined;
  const release = pulseRelease(wanted);
  Object.assign(node, release);
  node.samples = [];
  return { ...release, epoch, state: 'active' };
}

function sample(node: SimulatedNode & Sampling, at: number): void {
  const last = node.samples.at(-1)?.counts ?? { requests: 0, errors: 0, probesOk: 0, probesFailed: 0, latency: [] };
  const { requests, errors, bucket = 20 } = node.load(node.generation);
  const probe = node.probe(node.generation);
  const counts: HealthCounts = {
    requests: last.requests + requests,
    errors: last.errors + errors,
    probesOk: last.probesOk + (probe === 'ok' ? 1 : 0),
    probesFailed: last.probesFailed + (probe === 'failed' ? 1 : 0),
    latency: requests > 0 ? [[bucket, last.requests + requests]] : last.latency,
  };
  node.samples = [...node.samples.filter((each) => at - each.at <= WINDOW_SECONDS), { at, counts }];
  node.sequence += 1;
}

function rowOf(
  node: SimulatedNode & Sampling,
  cluster: string,
  bootStartedAt: number,
  now: number,
): Omit<PulseRow, 'proven'> {
  const newest = node.samples.at(-1);
  const start = node.samples[0];
  const { sequence } = node;
  return {
    cluster,
    node: node.id,
    bootId: '00000000-0000-4000-8000-000000000000',
    bootStartedAt,
    sequence,
    generation: node.generation,
    digestPrefix: node.digestPrefix,
    resident: node.resident,
    seenAt: now,
    intervalSeconds: 1,
    newest: newest ? { ...newest, sequence } : null,
    windowStart: start && start !== newest ? { ...start, sequence } : null,
    drift: node.refuses.size > 0 && ![...node.refuses].includes(node.generation) ? ['swap_failed'] : [],
    unhealthy: node.probe(node.generation) === 'failed',
  };
}
