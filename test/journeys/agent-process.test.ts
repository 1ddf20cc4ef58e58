import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { CLUSTER, named } from '../support/fleet-documents.ts';
import { type ServedControlPlane, servedControlPlane } from '../support/served-control-plane.ts';

const SECOND = 'billing.production';
let served: ServedControlPlane;
let dir: string;
let children: ChildProcess[] = [];

beforeEach(async () => {
  served = await servedControlPlane();
  dir = mkdtempSync(join(tmpdir(), 'plumb-agent-'));
  writeFileSync(join(dir, 'token'), served.plane.enrolmentToken);
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  children = [];
  await served.close();
  rmSync(dir, { recursive: true });
});

function startAgent(...more: string[]): ChildProcess {
  const flags = ['agent', '--url', served.url, '--token-file', join(dir, 'token'), '--dir', join(dir, 'node'), ...more];
  const child = spawn(process.execPath, ['bin/plumb.ts', ...flags], { stdio: ['ignore', 'ignore', 'inherit'] });
  children.push(child);
  return child;
}

async function until(holds: () => boolean): Promise<void> {
  const deadline = Date.now() + 15_000;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error(`never held: ${holds}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const current = (config = CLUSTER) => {
  try {
    return readFileSync(join(dir, 'node/current', config), 'utf8');
  } catch {
    return undefined;
  }
};

/** Publishes a release whose two files say the same, and names it stable. */
function release(what: string): number {
  const published = served.plane.publish({ [CLUSTER]: what, [SECOND]: what });
  served.plane.direct({ stable: named(published) });
  return published.document.predicate.generation;
}
const proven = (generation: number) => () => served.plane.receipts.some((receipt) => receipt.generation === generation);

it('shows a concurrent reader whole releases only', async () => {
  startAgent();
  await until(proven(release('r0')));
  const seen = new Set<string>();
  let reads = 0;
  for (let round = 1; round <= 6; round++) {
    const generation = release(`r${round}`);
    await until(() => {
      for (let each = 0; each < 50; each++) {
        const folder = join(dir, 'node', readlinkSync(join(dir, 'node/current')));
        const [one, two] = [readFileSync(join(folder, CLUSTER), 'utf8'), readFileSync(join(folder, SECOND), 'utf8')];
        expect(two).toBe(one);
        expect(readdirSync(folder)).toHaveLength(2);
        seen.add(one);
        reads++;
      }
      return proven(generation)();
    });
  }
  expect(reads).toBeGreaterThan(300);
  expect(seen.size).toBeGreaterThanOrEqual(6);
}, 60_000);

it('boots offline from its last verified release, repairing what was tampered with', async () => {
  const agent = startAgent();
  await until(proven(release('good')));
  agent.kill('SIGTERM');
  expect(await once(agent, 'exit')).toStrictEqual([0, null]);
  await served.close();
  const file = join(dir, 'node/current', CLUSTER);
  rmSync(file);
  writeFileSync(file, 'evil');
  startAgent();
  await until(() => current() === 'good');
}, 30_000);

it('refuses a second agent in one folder, and takes over from a killed one', async () => {
  const first = startAgent();
  await until(proven(release('good')));
  const second = startAgent();
  expect(await once(second, 'exit')).toStrictEqual([2, null]);
  first.kill('SIGKILL');
  await once(first, 'exit');
  startAgent();
  await until(proven(release('better')));
}, 30_000);

it('keeps keys and state to itself', async () => {
  startAgent();
  await until(proven(release('good')));
  const modes = ['keys/identity.pem', 'keys/encryption.pem', 'state.json'].map(
    (path) => statSync(join(dir, 'node', path)).mode & 0o777,
  );
  expect(modes).toStrictEqual([0o600, 0o600, 0o600]);
}, 30_000);

it('kills a hook with everything it started at its timeout, and goes back to the last good release', async () => {
  const marker = join(dir, 'child.pid');
  // The hook of generation 2 starts a child of its own and never ends.
  const script = `[ "$PLUMB_GENERATION" = 1 ] && exit 0; sleep 600 & echo $! > ${marker}; wait`;
  startAgent('--hook-timeout', 'PT1S', '--swap-attempts', '1', '--exec', '--', 'sh', '-c', script);
  await until(proven(release('good')));
  release('hangs');
  await until(() => served.plane.checkIns.at(-1)?.swap?.quarantined === true);
  expect(served.plane.checkIns.at(-1)?.swap).toMatchObject({
    generation: 2,
    attempts: 1,
    reason: 'killed after 1000 ms',
  });
  expect(current()).toBe('good');
  const child = Number(readFileSync(marker, 'utf8'));
  await until(() => !isRunning(child));
}, 30_000);

function isRunning(pid: number): boolean {
  try {
    // A killed process that nobody waits for stays as a zombie where there is no init.
    return !/^\S+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

it('ends on SIGTERM although the control plane keeps it waiting', async () => {
  const agent = startAgent();
  await until(proven(release('r0')));
  let asked = 0;
  served.hang = () => {
    asked++;
    return true;
  };
  await until(() => asked > 0);
  agent.kill('SIGTERM');
  // An exchange would wait for 15 s.
  expect(await once(agent, 'exit')).toStrictEqual([0, null]);
}, 8_000);
