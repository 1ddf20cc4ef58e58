import { isOpen } from '../../core/deployment/state.ts';
import type { StrategyInput } from '../../schemas/strategy.ts';
import { must } from './broken.ts';
import { CHOOSER, CLUSTER_NAME, CONFIGS } from './cast.ts';
import type { Chance } from './chance.ts';
import type { History } from './history.ts';
import type { Ask } from './people.ts';
import type { Defect } from './service.ts';
import type { Tally } from './tally.ts';

const JUSTIFIED = { justification: 'the simulator wants it' };

export interface Acknowledged {
  readonly config: string;
  readonly version: string;
  readonly digest: string;
}

/** What people do to one cluster, one thing after the other. */
export interface Deeds {
  readonly acknowledged: readonly Acknowledged[];
  begin(): Promise<void>;
  /** Publishes, approves where needed, and starts a deployment. */
  release(defect: Defect, strategy: StrategyInput, scope?: 'partial' | 'one config'): Promise<void>;
  /** Something that people do at a bad moment. */
  meddle(): Promise<void>;
  /** Ends whatever still runs. */
  clear(): Promise<void>;
}

export function deeds(ask: Ask, history: History, chance: Chance, { count }: Tally): Deeds {
  const acknowledged: Acknowledged[] = [];
  /** The newest version of each config that is well. */
  const latest: Record<string, string> = {};
  let minor = 0;
  let snapshots = 0;
  const publish = async (config: string, defect: Defect): Promise<string | undefined> => {
    const version = `1.${++minor}.0`;
    const content = { defect, rate: minor, padding: 'x'.repeat(chance.between(0, 200)) };
    const reply = await ask('Developer/dora', `/configs/${config}/versions`, { version, content });
    if (reply?.status !== 201) return undefined;
    if (defect === 'none') latest[config] = version;
    acknowledged.push({ config, version, digest: String(reply.body['digest']) });
    return version;
  };
  const open = () => [...history.deployments].find(([, { state }]) => isOpen(state));
  const some = () => {
    const all = [...history.deployments];
    return all.length > 0 && chance.happens(0.2) ? chance.pick(all) : (open() ?? all.at(-1));
  };
  const approved = async (name: string, revision: unknown, digest: unknown): Promise<void> => {
    const path = `/snapshots/${name}/approve`;
    const stale = await ask('Operator/otto', path, { revision, digest: 'f'.repeat(64) });
    must('I10', stale === undefined || stale.status >= 400, () => `${name}: another digest was approved`);
    const own = await ask('Operator/dora', path, { revision, digest });
    must('I10', own === undefined || own.status >= 400, () => `${name}: its author approved it`);
    const early = await ask('Operator/otto', '/deployments', {
      snapshot: name,
      revision,
      strategy: { strategy: 'Direct' },
    });
    must('I10', early === undefined || early.status >= 400, () => `${name}: released without approval`);
    await ask('Operator/olga', path, { revision, digest });
    count('people: approved');
  };
  const onDeployment = async (verb: string, body: object = JUSTIFIED): Promise<void> => {
    const [id] = some() ?? [];
    if (id !== undefined) await ask('Operator/otto', `/deployments/${id}/${verb}`, body);
  };
  const goBack = async (): Promise<void> => {
    const { state } = history.clusters.get(CLUSTER_NAME) ?? {};
    const earlier = state?.activations.at(chance.between(0, 3));
    if (!earlier) return;
    const { name: snapshot, revision } = earlier.snapshot;
    await ask(CHOOSER, `/clusters/${CLUSTER_NAME}/rollback`, { snapshot, revision, ...JUSTIFIED });
  };
  /** The same content once more, although it was found bad. */
  const again = async (): Promise<void> => {
    const { state } = [...history.deployments.values()].findLast((each) => each.state.rolledBackBy !== null) ?? {};
    if (!state) return;
    const { name: snapshot, revision } = state.snapshot;
    if (snapshot.startsWith('implicit.')) return;
    await ask('Operator/otto', '/deployments', { snapshot, revision, strategy: { strategy: 'Direct' } });
  };
  const liftPins = async (): Promise<void> => {
    for (const { contentDigest } of history.clusters.get(CLUSTER_NAME)?.state.pins ?? [])
      await ask('Operator/otto', `/clusters/${CLUSTER_NAME}/pins/${contentDigest}/lift`, JUSTIFIED);
  };
  return {
    acknowledged,
    async begin() {
      for (const name of CONFIGS) await ask('Developer/dora', '/configs', { name });
    },
    async release(defect, strategy, scope) {
      for (const config of CONFIGS) if (!latest[config]) await publish(config, 'none');
      const config = chance.pick(CONFIGS);
      const version = await publish(config, defect);
      if (version === undefined) return;
      if (scope === 'one config') {
        await ask('Operator/otto', '/deployments', { configName: config, configVersion: version, strategy });
        return;
      }
      const name = `snapshot-${++snapshots}`;
      const risk = chance.happens(0.3) ? 'High' : 'Low';
      const configs = { ...latest, [config]: version };
      const body = { name, configs, clusters: [CLUSTER_NAME], summary: 'a change', risk };
      const made = await ask('Developer/dora', '/snapshots', body);
      const { revision, digest } = made?.body ?? {};
      if (made?.status !== 201) return;
      await ask('Developer/dora', `/snapshots/${name}/validate`, { revision });
      if (risk === 'High') await approved(name, revision, digest);
      const selector = scope === 'partial' ? { selector: { matchLabels: { half: 'first' } } } : {};
      await ask('Operator/otto', '/deployments', { snapshot: name, revision, strategy, ...selector });
    },
    async meddle() {
      if (open()?.[1].state.reasons[0]?.code === 'partial_proven') return onDeployment('widen');
      if (chance.happens(0.1)) return again();
      const verbs = ['pause', 'resume', 'resume', 'advance', 'advance', 'widen', 'widen', 'stop', 'rollback'] as const;
      if (chance.happens(0.8)) return onDeployment(chance.pick(verbs));
      return chance.happens(0.5) ? goBack() : liftPins();
    },
    async clear() {
      await liftPins();
      const [id] = open() ?? [];
      if (id === undefined) return;
      await ask('Operator/otto', `/deployments/${id}/rollback`, JUSTIFIED);
      if (open()) await ask('Operator/otto', `/deployments/${id}/resume`, JUSTIFIED);
      if (open()) await ask('Operator/otto', `/deployments/${id}/advance`, JUSTIFIED);
    },
  };
}

const seconds = (count: number): string => `PT${count}S`;

export function anyStrategy(chance: Chance): StrategyInput {
  const more = {
    healthCheckEnabled: chance.happens(0.7),
    autoPromote: chance.happens(0.8),
    nodeDeadline: seconds(chance.between(60, 300)),
    health: { holdDeadline: seconds(chance.between(60, 240)) },
  };
  const pause = seconds(chance.between(5, 40));
  switch (chance.between(1, 4)) {
    case 1:
      return { strategy: 'Canary', canaryPercentage: chance.pick([10, 25, 50]), phaseInterval: pause, ...more };
    case 2:
      return { strategy: 'BlueGreen', verificationPeriod: pause, keepBlueDuration: pause, ...more };
    case 3:
      return {
        strategy: 'Rolling',
        batchSize: chance.between(1, 3),
        batchInterval: pause,
        stopOnFailure: chance.happens(0.5),
        ...more,
      };
    default:
      return { strategy: 'Direct', ...more };
  }
}
