import {
  chmodSync,
  globSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import { AgentState } from '../../../schemas/agent-state.ts';
import { chance as chanceOf } from '../../sim/chance.ts';
import { CLUSTER, named } from '../../support/fleet-documents.ts';
import { type ServedControlPlane, servedControlPlane } from '../../support/served-control-plane.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { until } from '../../support/until.ts';
import { concurrentReader } from './concurrent-reader.ts';
import { mortalAgent } from './mortal-agent.ts';

const CONFIGS = [CLUSTER, 'billing.production', 'rates.production'];
const LINES = 2_000;
/** A release is fetched, built, shown and proven in about this time. */
const WORK_MS = 150;
/** The first lines of a program are read in about this time. */
const START_MS = 400;

/** What a kill found under way. */
type Moment = 'starting' | 'in a switch' | 'in a write' | 'between two steps';

interface Told {
  readonly moments: ReadonlyMap<Moment, number>;
  readonly turned: number;
}

/** Releases of which every line of every config says which one it is. */
function releases({ plane }: ServedControlPlane) {
  let newest = 0;
  return {
    next(): number {
      newest++;
      const contents = CONFIGS.map((name, index) => [name, contentOf(newest, index)]);
      plane.direct({ stable: named(plane.publish(Object.fromEntries(contents))) });
      return newest;
    },
  };
}

/** Each config has bytes of its own. */
const contentOf = (generation: number, index: number): string =>
  [...Array.from({ length: LINES + index }, () => `release ${generation}`), 'end'].join('\n');

const downloads = ({ plane }: ServedControlPlane): number =>
  plane.requests.filter((request) => request.startsWith('GET /blobs/')).length;

/** The release that lies there now, whole and as it was signed, read by nobody but us. */
function shown(dir: string): number {
  const folder = join(dir, readlinkSync(join(dir, 'current')));
  const read = Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
  const generation = Number(/^release (\d+)$/m.exec(read[CLUSTER] ?? '')?.[1]);
  expect(read).toStrictEqual(Object.fromEntries(CONFIGS.map((name, index) => [name, contentOf(generation, index)])));
  return generation;
}

/** Somebody turns the link to the release before, where that one is still whole. */
function turnToAnother(dir: string): boolean {
  const now = readlinkSync(join(dir, 'current'));
  const others = globSync('releases/*', { cwd: dir, exclude: ['**/*.new', now] });
  const whole = others.find((folder) => readdirSync(join(dir, folder)).length === CONFIGS.length);
  if (whole === undefined) return false;
  symlinkSync(whole, join(dir, 'turned'));
  renameSync(join(dir, 'turned'), join(dir, 'current'));
  return true;
}

function momentOf(dir: string, booted: boolean): Moment {
  if (!booted) return 'starting';
  const state = AgentState.parse(JSON.parse(readFileSync(join(dir, 'state.json'), 'utf8')));
  if (state.switching) return 'in a switch';
  return globSync(['*.new', '*/*.new'], { cwd: dir }).length > 0 ? 'in a write' : 'between two steps';
}

/**
 * Kills an agent so many times while releases of several configs keep coming and another process reads them together.
 * The reader never sees a mix, and every life begins with a whole verified release, the network up or down.
 * @returns how many kills found what under way, and how many boots had to turn the link back
 */
export async function killAgent(kills: number, seed: string): Promise<Told> {
  const chance = chanceOf(seed);
  const served = await servedControlPlane();
  const { plane } = served;
  const { next } = releases(served);
  const dir = join(tempFolder(), 'node');
  const agent = mortalAgent(served.url, dir, plane.enrolmentToken);
  const proven = () => plane.receipts.at(-1)?.generation ?? 0;
  const moments = new Map<Moment, number>();
  let offlineBoots = 0;
  let turned = 0;
  try {
    const first = next();
    await until(proven, (generation) => generation === first);
    const reader = await concurrentReader(dir, CONFIGS);
    for (let kill = 1; kill <= kills; kill++) {
      if (chance.happens(0.15)) await pause(chance.between(0, START_MS));
      else {
        await until(agent.booted, (booted) => booted !== undefined);
        const fetched = downloads(served);
        next();
        if (chance.happens(0.8))
          await until(
            () => downloads(served),
            (now) => now > fetched,
          );
        await pause(chance.between(0, WORK_MS));
      }
      const booted = agent.booted() !== undefined;
      const offline = kill % 4 === 0;
      await agent.kill(() => {
        const moment = momentOf(dir, booted);
        moments.set(moment, (moments.get(moment) ?? 0) + 1);
        shown(dir);
        if (!offline) return;
        plane.intercept = () => {
          throw new Error('unreachable');
        };
        if (offlineBoots % 2 === 0) turned += turnToAnother(dir) ? 1 : 0;
      });
      if (!offline) continue;
      const back = await until(agent.booted, (now) => now !== undefined);
      expect(back?.intact).toBe(true);
      await until(
        () => shown(dir) === agent.runs(),
        (same) => same,
      );
      offlineBoots++;
      plane.intercept = () => undefined;
    }
    const newest = next();
    await until(proven, (generation) => generation === newest);
    expect(shown(dir)).toBe(newest);
    expect(plane.receipts.map(({ counter }) => counter)).toStrictEqual(plane.receipts.map((_, index) => index + 1));
    expect(plane.nodes.size).toBe(1);
    expect(agent.ends).toStrictEqual([]);
    await agent.stop();
    expect(reader.mixes).toStrictEqual([]);
    // The same reader tells of a mix when somebody makes one.
    const file = join(dir, 'current', CLUSTER);
    chmodSync(file, 0o644);
    writeFileSync(file, contentOf(1, 0));
    await until(
      () => reader.mixes.length,
      (mixes) => mixes > 0,
    );
    const { reads, absent, releases: whole } = await reader.sum();
    expect(absent).toBe(0);
    expect(whole).toBeGreaterThan(kills / 10);
    expect(offlineBoots).toBe(Math.floor(kills / 4));
    const told = [...moments].map(([moment, count]) => `${count} ${moment}`).join(', ');
    console.log(
      `${kills} kills of an agent (${told}), ${offlineBoots} boots without a control plane, ${turned} of them to turn the link back`,
    );
    console.log(`a reader read ${reads} times, ${whole} different releases, no mix, never nothing`);
    return { moments, turned };
  } finally {
    await served.close();
  }
}
