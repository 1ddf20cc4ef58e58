import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { author, createConfig, goodContent } from './chapters/author.ts';
import { breakAndRollBack } from './chapters/break.ts';
import { rollOut } from './chapters/roll-out.ts';
import { killAndRevive, tamper } from './chapters/tamper.ts';
import { verifyAudit, verifyRelease } from './chapters/verify.ts';
import type { ControlPlane, DemoRole } from './control-plane.ts';
import { type Facts, gatherFacts } from './facts.ts';
import { startNode, writeTokenFile } from './fleet.ts';
import { Plumb } from './plumb.ts';
import type { Processes } from './processes.ts';
import { expected, type Sabotage, type Stage, until } from './stage.ts';

export interface StoryOptions {
  readonly root: string;
  readonly nodes: number;
  readonly sabotage: Sabotage | undefined;
  readonly processes: Processes;
  readonly say: (line: string) => void;
  readonly controlPlane: ControlPlane;
}

export type StoryFacts = Facts & {
  readonly audit: { readonly ok: boolean; readonly events: number };
  readonly releaseVerifiers: readonly string[];
};

const script = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The whole story; it ends at the first expectation that does not hold. */
export async function story(options: StoryOptions): Promise<StoryFacts> {
  const { processes, root, say } = options;
  const stage = await setTheStage(options);
  await createConfig(stage);
  say(`${options.nodes} nodes enrol, each a real HTTP service with an agent beside it.`);
  await enrolNodes(stage, options.nodes);
  await rollOut(stage, await author(stage, '1.0.0', goodContent('1.0.0'), 'The first fees'), 'direct');

  say('Customers arrive: real requests from a process of their own, all the time from now on.');
  const loadLog = join(root, 'requests.log');
  const targets = stage.nodes.map(({ serviceUrl }) => serviceUrl).join(',');
  const load = await processes.start(
    [script('load.ts'), '--targets', targets, '--log', loadLog],
    join(root, 'load.log'),
  );

  if (!options.sabotage) await goodReleases(stage); // a sabotaged story is a short one
  const broken = await breakAndRollBack(stage);
  await tamper(stage);
  await killAndRevive(stage);

  load.signal('SIGTERM');
  await load.ended;
  const audit = await verifyAudit(stage);
  const releaseVerifiers = await verifyRelease(stage);
  const facts = await gatherFacts(stage, broken, loadLog);
  expected(
    'requests to fail only while the bad version was out',
    facts.requests.failedOutsideWindow === 0,
    facts.requests,
  );
  expected('the bad version to have hurt, or nothing was shown', facts.requests.failedInsideWindow > 0, facts.requests);
  expected('the rollback to be measured', Number.isFinite(facts.rollback?.executionMilliseconds), facts.rollback);
  expected(
    'drift to be found and resolved',
    facts.drift.found > 0 && facts.drift.found === facts.drift.resolved,
    facts.drift,
  );
  return { ...facts, audit: { ok: audit.ok, events: audit.events }, releaseVerifiers };
}

async function setTheStage({ root, processes, sabotage, say, controlPlane }: StoryOptions): Promise<Stage> {
  mkdirSync(root, { recursive: true });
  const { url, mark, patience, token } = controlPlane;
  const service = mark === '' ? 'fees' : `fees-${mark}`;
  const config = `${service}.production`;
  const person = async (role: DemoRole, name: string) => ({
    name,
    token: await token(role, name),
  });
  const [developer, operator, admin] = await Promise.all([
    person('developer', 'dora'),
    person('operator', 'otto'),
    person('admin', 'ada'),
  ]);
  const fleet = {
    processes,
    root,
    url,
    tokenFile: join(root, 'enrolment-token'),
    config,
    failingHook: sabotage === 'failing-swap',
  };
  const cli = new Plumb(url, (line) => say(`  ${line}`));
  const people = { developer, operator, admin };
  return { plumb: cli, processes, root, people, fleet, nodes: [], sabotage, say, service, config, patience };
}

async function enrolNodes(stage: Stage, count: number): Promise<void> {
  const { plumb: cli, people, root, nodes, config } = stage;
  const args = ['enrolment-token', 'create', '--cluster', config, '--uses', String(count)];
  const { token } = await cli.as<{ token: string }>(people.operator, ...args);
  writeTokenFile(root, token);
  nodes.push(...(await Promise.all(Array.from({ length: count }, (_, index) => startNode(stage.fleet, index)))));
  await until(
    stage,
    `${count} nodes to check in`,
    20,
    () => cli.quietly<{ nodes: number }>(people.operator, 'cluster', 'cohesion', config),
    (seen) => seen.nodes === count,
  );
}

async function goodReleases(stage: Stage): Promise<void> {
  const canary = await author(stage, '1.1.0', goodContent('1.1.0'), 'Lower standard fees, by canary');
  await rollOut(stage, canary, 'canary');
  const blueGreen = await author(stage, '1.2.0', goodContent('1.2.0'), 'A platinum tier, by blue-green');
  await rollOut(stage, blueGreen, 'blueGreen');
  const rolling = await author(stage, '1.3.0', goodContent('1.3.0'), 'Gold by default, by rolling batches');
  await rollOut(stage, rolling, 'rolling');
}
