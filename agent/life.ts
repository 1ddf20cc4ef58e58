import { NO_COUNTS, type ServiceCounts } from '../core/node/health-counts.ts';
import { checkedNow } from '../core/node/time-floor.ts';
import type { HealthCounts } from '../schemas/health.ts';
import type { CheckInAnswer } from '../schemas/node-messages.ts';
import type { Sha256 } from '../schemas/words.ts';
import { type Addresses, addressesOf } from './address.ts';
import { ControlPlane } from './control-plane.ts';
import { type Held, openHeld } from './held.ts';
import { makeFolders } from './layout.ts';
import type { AgentOptions } from './options.ts';
import type { AgentPorts, NodeKeys } from './ports.ts';
import { NOTHING_OBSERVED, type Observed, type ReadBackCache } from './read-back.ts';

/** One life of an agent, from boot to end: what it holds in memory and what it works with. */
export interface Life {
  readonly ports: AgentPorts;
  readonly options: AgentOptions;
  readonly addresses: Addresses;
  readonly controlPlane: ControlPlane;
  readonly keys: NodeKeys;
  readonly held: Held;
  readonly bootId: string;
  session: { readonly token: string; readonly renewAtMs: number } | null;
  /** What to add to this clock for the `iat` of assertions; learnt from a refusal, used for nothing else. */
  skewMs: number;
  /** What readers see of the running release, and the digests behind it. */
  observed: Observed;
  readonly readBack: ReadBackCache;
  readonly health: Health;
  /** Addresses the last answer gave; never kept longer. */
  urls: ReadonlyMap<Sha256, CheckInAnswer['urls'][number]>;
  /** Downloads that were not what they should be, and when to try again (Unix milliseconds). */
  readonly spoiled: Map<Sha256, { readonly failures: number; readonly retryAtMs: number }>;
  evidence: { readonly kind: string; readonly [field: string]: unknown }[];
  liveness: string | null;
  uploadEnvelopes: boolean;
  contact: { readonly failures: number; readonly lostAtMs: number | null };
}

export interface Health {
  sequence: number;
  /** The service's own counts at the last look; null = it was not there to be asked. */
  service: ServiceCounts | null;
  sinceBoot: HealthCounts;
  sinceActivation: HealthCounts;
  activated: boolean;
  probe: 'ok' | 'failed' | null;
}

export async function beginLife(ports: AgentPorts, options: AgentOptions): Promise<Life> {
  await makeFolders(ports.files);
  const held = await openHeld(ports.files);
  return {
    ports,
    options,
    addresses: addressesOf(options),
    controlPlane: new ControlPlane(ports.http, options.url),
    keys: await ports.keys(),
    held,
    bootId: ports.chance.uuid(),
    session: null,
    skewMs: 0,
    observed: NOTHING_OBSERVED,
    readBack: { digests: new Map(), looks: 0 },
    health: {
      sequence: 0,
      service: null,
      sinceBoot: NO_COUNTS,
      sinceActivation: NO_COUNTS,
      activated: false,
      probe: null,
    },
    urls: new Map(),
    spoiled: new Map(),
    evidence: [],
    liveness: null,
    uploadEnvelopes: false,
    contact: { failures: 0, lostAtMs: null },
  };
}

/**
 * The time that expiry and windows are held against: the clock as it was read once for the refresh, or what signed
 * documents have shown since.
 */
export const timeOf = ({ held }: Pick<Life, 'held'>, readMs: number): number =>
  checkedNow(readMs, held.state.timeFloor);

export const logOf = (
  { ports }: Pick<Life, 'ports'>,
  event: string,
  fields: { readonly [name: string]: unknown } = {},
): void => ports.log?.(event, fields);

/** Resolves after the delay on the agent's own clock. */
export const pause = ({ clock }: Pick<AgentPorts, 'clock'>, delayMs: number): Promise<void> =>
  new Promise((resolve) => {
    clock.after(delayMs, resolve);
  });
