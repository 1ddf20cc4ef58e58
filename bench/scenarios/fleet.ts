import { setTimeout as pause } from 'node:timers/promises';
import type { StrategyInput } from '../../schemas/strategy.ts';
import { openEmbeddedPlane } from '../../test/support/embedded-plane.ts';
import { DIRECT, type Journey, journeyOn, over } from '../../test/support/journey.ts';
import { serverAt } from '../../test/support/open-server.ts';
import type { Agents } from '../fleet/agents.ts';
import { median } from '../support/percentiles.ts';
import { cpuMsOf, type Program, startProgram } from '../support/processes.ts';
import type { Row, Scenario } from '../support/row.ts';
import { size } from '../support/size.ts';

const NODES = Number(process.env['BENCH_FLEET_NODES'] ?? size(1000, 12));
const ENROLLED_AT_ONCE = 100;
const CLUSTER = 'thousand.production';
/** One deployment is a matter of luck: where the check-ins of that second fall. */
const DIRECTS = size(3, 1);
/** Long enough for everything of the deployment before to be over. */
const IDLE_MS = size(4000, 500);
/** Between two looks at the fleet; looking costs the control plane something too. */
const LOOK_MS = 50;

const CANARY: StrategyInput = { strategy: 'Canary', canaryPercentage: 10, phaseInterval: 'PT0S' };
const BLUE_GREEN: StrategyInput = {
  ...{ strategy: 'BlueGreen', verificationPeriod: 'PT1H', keepBlueDuration: 'PT1H' },
  healthCheckEnabled: false,
};

/**
 * A thousand real agents (disks in memory, all in one process) on a control plane in another, over HTTP, with the
 * settings of a new installation: how long until the last of them has proven what a person asked for.
 */
export const fleet: Scenario = {
  name: 'fleet',
  async run(say) {
    const programs: Program[] = [];
    const plane = await openEmbeddedPlane({}, async (data) => {
      const program = await startProgram('bin/serve.ts', ['--port', '0', '--data', data, '--json']);
      programs.push(program);
      return serverAt(String(program.said['url']), data, () => program.end());
    });
    const journey = journeyOn(() => plane);
    say(`${NODES} nodes enrol`);
    const agents = await enrolled(journey);
    programs.push(agents);
    try {
      await journey.reaches((await direct(journey, 0, programs)).id, over);
      return [
        ...(await directRows(journey, programs, say)),
        await canaryRow(journey, say),
        ...(await blueGreenRows(journey, say)),
        row(`${NODES} nodes enrol, ${ENROLLED_AT_ONCE} at a time`, Number(agents.said['seconds'])),
      ];
    } finally {
      await agents.end('SIGKILL');
      await plane.close();
    }
  },
};

const row = (what: string, seconds: number): Row => ({ scenario: 'fleet', what, value: seconds, unit: 's' });
const since = (began: number): number => (Date.now() - began) / 1000;
const secondsOf = async (work: () => Promise<unknown>): Promise<number> => {
  const began = Date.now();
  await work();
  return since(began);
};

async function enrolled({ otto, plane }: Journey): Promise<Program> {
  const { token } = await otto<{ token: string }>('POST', '/enrolment-tokens', { cluster: CLUSTER, uses: NODES });
  const agents: Agents = { url: plane().url, token, config: CLUSTER, count: NODES, atOnce: ENROLLED_AT_ONCE };
  return startProgram('bench/fleet/agents.ts', [JSON.stringify(agents)]);
}

/** A next version, approved and on its way. */
async function begun(journey: Journey, patch: number, strategy: StrategyInput) {
  const began = Date.now();
  const { name } = await journey.bundle(CLUSTER, `1.0.${patch}`, { say: `words ${patch}` });
  const prepared = since(began);
  return { began, prepared, id: await journey.deploy(name, strategy) };
}

async function allProven({ cohesion }: Journey, generation: number): Promise<void> {
  while (((await cohesion(CLUSTER)).proven[generation] ?? 0) < NODES) await pause(LOOK_MS);
}

/** Resident or active, as the phase asks. */
async function everywhere({ deployment, otto }: Journey, id: string, phase: number): Promise<void> {
  while ((await deployment(id)).phase < phase) await pause(LOOK_MS);
  const applied = async (): Promise<number> =>
    (await otto<{ counts: { applied: number } }>('GET', `/deployments/${id}/nodes?limit=1`)).counts.applied;
  while ((await applied()) < NODES) await pause(LOOK_MS);
}

async function direct(journey: Journey, run: number, programs: readonly Program[]) {
  await pause(IDLE_MS);
  const before = programs.map(({ child }) => cpuMsOf(child.pid));
  const { began, prepared, id } = await begun(journey, run, DIRECT);
  await allProven(journey, run + 1);
  const proven = since(began);
  const [control, agents] = programs.map(({ child }, index) => (cpuMsOf(child.pid) - (before[index] ?? 0)) / 1000);
  const { phaseReleasedAt = '' } = await journey.deployment(id);
  return { id, prepared, released: (Date.parse(phaseReleasedAt) - began) / 1000, proven, control, agents };
}

async function directRows(
  journey: Journey,
  programs: readonly Program[],
  say: (words: string) => void,
): Promise<Row[]> {
  const measured: Awaited<ReturnType<typeof direct>>[] = [];
  for (let run = 1; run <= DIRECTS; run++) {
    say(`direct, ${run} of ${DIRECTS}`);
    const one = await direct(journey, run, programs);
    await journey.reaches(one.id, over);
    measured.push(one);
  }
  const of = (what: 'prepared' | 'released' | 'proven' | 'control' | 'agents'): number =>
    median(measured.map((each) => each[what] ?? Number.NaN));
  return [
    { ...row(`direct, ${NODES} nodes: publish to all proven`, of('proven')), target: { is: 'at most', value: 5 } },
    row('of it: published, bundled, approved', of('prepared')),
    row('of it: until the release is out', of('released')),
    row('processor the control plane used meanwhile', of('control')),
    row('processor the agents used meanwhile', of('agents')),
  ];
}

async function canaryRow(journey: Journey, say: (words: string) => void): Promise<Row> {
  say('canary');
  await pause(IDLE_MS);
  const { began, id } = await begun(journey, DIRECTS + 1, CANARY);
  await allProven(journey, DIRECTS + 2);
  const proven = since(began);
  await journey.reaches(id, over);
  return row('canary of 10, 30, 50, 100 %, no pause: publish to all proven', proven);
}

async function blueGreenRows(journey: Journey, say: (words: string) => void): Promise<Row[]> {
  say('blue-green');
  await pause(IDLE_MS);
  const { began, id } = await begun(journey, DIRECTS + 2, BLUE_GREEN);
  await everywhere(journey, id, 1);
  const preloaded = since(began);
  await pause(IDLE_MS);
  const switched = await secondsOf(async () => {
    await journey.otto('POST', `/deployments/${id}/advance`, { justification: 'green is verified' });
    await everywhere(journey, id, 2);
  });
  say('rollback');
  await pause(IDLE_MS);
  const back = await secondsOf(async () => {
    await journey.otto('POST', `/deployments/${id}/rollback`, { justification: 'measured' });
    await allProven(journey, DIRECTS + 4);
  });
  return [
    row('blue-green: publish to green resident everywhere', preloaded),
    row('blue-green: switch to all proven', switched),
    row('rollback to blue: asked to all proven', back),
  ];
}
