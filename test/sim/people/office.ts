import { isOpen } from '../../../core/deployment/state.ts';
import { CLUSTER_NAME, CONFIGS } from '../cast.ts';
import type { Chance } from '../chance.ts';
import type { Fleet } from '../fleet/fleet.ts';
import type { Defect } from '../fleet/service.ts';
import type { PlaneDisk } from '../plane/plane-disk.ts';
import type { Tally } from '../tally.ts';
import type { DeploymentHistory, History } from '../watch/history.ts';
import type { Ask, Reply } from './ask.ts';

export const JUSTIFIED = { justification: 'the simulator wants it' };

/** A version whose publishing was answered. */
export interface Acknowledged {
  readonly config: string;
  readonly version: string;
  readonly digest: string;
}

/** What people know and share: what they may ask for, what was answered, what they see on the screens. */
export interface Office {
  readonly ask: Ask;
  readonly history: History;
  readonly fleet: Fleet;
  readonly disk: PlaneDisk;
  readonly chance: Chance;
  readonly tally: Tally;
  /** Grows; what a restored backup has lost is taken out of it. */
  readonly acknowledged: Acknowledged[];
  /** The newest version of each config that is well. */
  readonly latest: Map<string, string>;
  /** A number that nobody used before. */
  next(): number;
  publish(config: string, defect: Defect, more?: object): Promise<Reply | undefined>;
  /** The deployment that is open, else the last one; now and then any. */
  someDeployment(): [string, DeploymentHistory] | undefined;
  openDeployment(): [string, DeploymentHistory] | undefined;
}

export type Deed = (office: Office) => Promise<void>;

export function office(parts: Pick<Office, 'ask' | 'history' | 'fleet' | 'disk' | 'chance' | 'tally'>): Office {
  const { ask, history, chance } = parts;
  const acknowledged: Acknowledged[] = [];
  const latest = new Map<string, string>();
  let numbers = 0;
  const openDeployment = () =>
    [...history.deployments].find(([, { state }]) => state.cluster === CLUSTER_NAME && isOpen(state));
  return {
    ...parts,
    acknowledged,
    latest,
    next: () => ++numbers,
    async publish(config, defect, more = {}) {
      const minor = ++numbers;
      const version = `1.${minor}.0`;
      const content = { defect, rate: minor, padding: 'x'.repeat(chance.between(0, 200)) };
      const reply = await ask('Developer/dora', `POST /configs/${config}/versions`, { version, content, ...more });
      if (reply?.status !== 201) return reply;
      const known = CONFIGS.some((name) => name === config);
      if (known && defect === 'none') latest.set(config, version);
      acknowledged.push({ config, version, digest: String(reply.body['digest']) });
      return reply;
    },
    openDeployment,
    someDeployment() {
      const all = [...history.deployments];
      return all.length > 0 && chance.happens(0.2) ? chance.pick(all) : (openDeployment() ?? all.at(-1));
    },
  };
}
