import { readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { currentFile, startAgent } from '../fleet.ts';
import { type Stage, until } from '../stage.ts';

interface Cohesion {
  readonly nodes: number;
  readonly stale: number;
  /** Rule → nodes. */
  readonly drift: { readonly [rule: string]: number };
}
/** A busy machine is drift too, but none that this story is about. */
const inLine = ({ drift }: Cohesion): boolean => Object.keys(drift).every((rule) => rule.endsWith('_pressure'));
interface AuditPage {
  readonly events: readonly { readonly payload: { readonly finding: { readonly kind: string } } }[];
}

const eventsSince = async ({ plumb, people, config }: Stage, type: string, since: string) => {
  const args = ['audit', 'events', '--type', type, '--cluster', config, '--from', since];
  const { events } = await plumb.quietly<AuditPage>(people.operator, ...args);
  return events.filter(({ payload }) => payload.finding.kind === 'config');
};

/** Somebody edits a file on a node: seen within one check-in, put right from the verified store. */
export async function tamper(stage: Stage): Promise<void> {
  const { nodes, say, sabotage, config } = stage;
  const node = nodes[1];
  if (!node) throw new Error('the fleet has two nodes at least');
  say(`Somebody edits the configuration of node ${node.index + 1} by hand.`);
  const since = new Date().toISOString();
  const path = realpathSync(currentFile(node, config));
  const before = readFileSync(path, 'utf8');
  if (sabotage !== 'no-tamper') {
    rmSync(path); // the store's files cannot be written in place; an intruder replaces them
    writeFileSync(path, before.replace('1.2', '99'));
  }
  await until(
    stage,
    'the tampered file to be found',
    10,
    () => eventsSince(stage, 'DriftDetected', since),
    (found) => found.length > 0,
  );
  await until(
    stage,
    'the drift to be resolved',
    10,
    () => eventsSince(stage, 'DriftResolved', since),
    (found) => found.length > 0,
  );
  await until(
    stage,
    'the node to have its verified configuration again',
    10,
    async () => readFileSync(currentFile(node, config), 'utf8'),
    (text) => text === before,
  );
  say('  drift found, reported and put right from the verified store');
}

/** An agent is killed without warning and comes back: it needs nobody to boot. */
export async function killAndRevive(stage: Stage): Promise<void> {
  const { nodes, say, plumb, people, config } = stage;
  const node = nodes[0];
  if (!node) throw new Error('the fleet has a node');
  say(`Node ${node.index + 1} dies (kill -9) and comes back.`);
  node.agent.signal('SIGKILL');
  await node.agent.ended;
  node.agent = await startAgent(stage.fleet, node);
  await until(
    stage,
    'all nodes to be heard of, each with what it should run',
    15,
    () => plumb.quietly<Cohesion>(people.operator, 'cluster', 'cohesion', config),
    (seen) => seen.nodes === nodes.length && seen.stale === 0 && inLine(seen),
  );
  say('  it booted from its last verified release, before any network call');
}
