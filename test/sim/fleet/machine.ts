import { type Agent, createAgent } from '../../../agent/create-agent.ts';
import { openFileKeys } from '../../../agent/file-keys.ts';
import { memoryFiles } from '../../../agent/in-memory/memory-files.ts';
import { DEFAULT_SWAP } from '../../../agent/options.ts';
import type { AgentPorts, Clock, Files, Http, HttpRequest, NodeKeys } from '../../../agent/ports.ts';
import { AgentState } from '../../../schemas/agent-state.ts';
import type { Ids } from '../../../usecases/ports.ts';
import type { Chance } from '../chance.ts';
import type { Faults } from '../faults.ts';
import { ORIGIN } from '../plane/plane-disk.ts';
import { type Activity, type ProcessLife, processLife } from '../plane/process.ts';
import { Broken } from '../watch/broken.ts';
import type { Wire } from './network.ts';
import { type Defect, METRICS, PROBE, service } from './service.ts';

/** A machine of the fleet: its disk stays until it is installed anew, its agent lives and dies. */
export interface Machine {
  readonly index: number;
  /** Which label its enrolment token grants. */
  readonly half: Half;
  readonly files: Files;
  readonly wire: Wire;
  /** Milliseconds its clock is ahead. */
  skewMs: number;
  /** Its agent tells what is not so. */
  readonly lies: boolean;
  /** Times its disk was written. */
  readonly writes: () => number;
  readonly isUp: () => boolean;
  readonly log: string[];
  boot(): Promise<void>;
  kill(losesPower: boolean): void;
  /** With an empty disk, and so new keys; it enrols by this token, or by that of its half. */
  reinstall(enrolmentToken?: string): Promise<void>;
  /** Times it was installed. */
  readonly installs: () => number;
  keys(): Promise<NodeKeys>;
  /** The node it says it is. */
  nodeId(): Promise<string | undefined>;
}
export type Half = 'first' | 'second';

interface Parts {
  readonly index: number;
  readonly half: Half;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly activity: Activity;
  readonly faults: Faults;
  readonly chance: Chance;
  readonly wire: Wire;
  readonly enrolmentToken: string;
  readonly lies: boolean;
  /** What the lying agent's wire makes of what it sends. */
  readonly bent: (machine: Machine, http: Http) => Http;
  /** Told what an honest agent has said and was answered. */
  readonly onAnswered: (request: HttpRequest) => void;
  /** Told when a fault ended the agent. */
  readonly onDeath: (machine: Machine) => void;
}

const WRITES: ReadonlySet<string> = new Set(['write', 'rename', 'symlink', 'remove', 'makeFolder', 'syncFolder']);

export function machine(parts: Parts): Machine {
  const { index, clock, ids, activity, faults, chance, wire, onDeath } = parts;
  let disk = memoryFiles();
  let { enrolmentToken } = parts;
  let installs = 1;
  const log: string[] = [];
  let writes = 0;
  let life: ProcessLife | undefined;
  const kill = (losesPower: boolean): void => {
    life?.die();
    life = undefined;
    if (losesPower) disk.losePower();
    writes += 1;
  };
  const mortalDisk = (mine: ProcessLife): Files =>
    new Proxy(disk as Files, {
      get: (installed, method: string) => {
        const call = Reflect.get(installed, method) as (...given: unknown[]) => Promise<unknown>;
        return (...given: unknown[]) =>
          mine.call(async () => {
            if (!WRITES.has(method)) return call.apply(installed, given);
            writes += 1;
            const power = faults.happens('disk: power lost in a write');
            if (!power && !faults.happens('disk: killed in a write')) return call.apply(installed, given);
            if (chance.happens(0.5)) await call.apply(installed, torn(method, given, chance));
            kill(power);
            onDeath(self);
            throw new Error('killed');
          });
      },
    });
  const skewed = (mine: ProcessLife): Clock => {
    const own = mine.clock(clock);
    return { now: () => clock.now() + self.skewMs, after: own.after };
  };
  const honest: Http = async (request) => {
    const answer = await wire.http(request);
    if (answer.status === 200 && request.url.endsWith('/check-in')) parts.onAnswered(request);
    return answer;
  };
  const running = service(clock.now, () => defectOn(disk));
  const self: Machine = {
    index,
    half: parts.half,
    get files() {
      return disk;
    },
    wire,
    skewMs: 0,
    lies: parts.lies,
    writes: () => writes,
    isUp: () => life?.alive() ?? false,
    log,
    kill,
    keys: () =>
      openFileKeys(disk).catch((error: unknown) => {
        throw new Broken('I2', `machine ${index} cannot read its keys: ${String(error)}`);
      }),
    installs: () => installs,
    async nodeId() {
      const bytes = await disk.read('state.json');
      return bytes && AgentState.parse(JSON.parse(new TextDecoder().decode(bytes))).node?.nodeId;
    },
    async reinstall(token = parts.enrolmentToken) {
      kill(false);
      disk = memoryFiles();
      installs += 1;
      enrolmentToken = token;
      await self.boot();
    },
    async boot() {
      if (life?.alive()) return;
      const mine = processLife(activity);
      life = mine;
      const files = mortalDisk(mine);
      const outside = parts.lies ? parts.bent(self, wire.http) : honest;
      const ports: AgentPorts = {
        http: (request) => {
          const { hostname, pathname } = new URL(request.url);
          return mine.work(() => (hostname === '127.0.0.1' ? running.answer(pathname) : outside(request)));
        },
        files,
        clock: skewed(mine),
        keys: () => openFileKeys(files),
        hook: async () => ((await running.takes()) ? { ok: true } : { ok: false, reason: 'refused' }),
        machine: { resources: () => ({ cpu: 0, memory: 0 }), facts: () => ({ hostname: `machine-${index}` }) },
        chance: { uuid: () => ids.uuid(), fraction: () => chance.fraction() },
        log: (event, fields) => log.push(`${event} ${JSON.stringify(fields)}`),
      };
      const options = {
        url: ORIGIN,
        enrolmentToken,
        probe: PROBE,
        metrics: METRICS,
        swap: DEFAULT_SWAP,
        allowHttp: false,
      };
      const started = (agent: Agent) => agent.start();
      // A life that ends before it is up answers nothing; whoever killed it boots it again.
      void createAgent(ports, options)
        .then(started)
        .catch((error: unknown) => log.push(`boot failed ${String(error)}`));
    },
  };
  return self;
}

/** A write that a kill interrupts may have come halfway. */
function torn(method: string, given: readonly unknown[], chance: Chance): unknown[] {
  const [path, bytes, ...more] = given;
  if (method !== 'write' || !(bytes instanceof Uint8Array)) return [...given];
  return [path, bytes.subarray(0, chance.between(0, bytes.length)), ...more];
}

/** The worst that any file readers see asks for. */
async function defectOn(files: Files): Promise<Defect> {
  for (const name of await files.list('current')) {
    const bytes = await files.read(`current/${name}`);
    const { defect } = JSON.parse(bytes ? new TextDecoder().decode(bytes) : '{}') as { defect?: Defect };
    if (defect && defect !== 'none') return defect;
  }
  return 'none';
}
