import { describe, expect, it } from 'vitest';
import { memoryFiles } from '../../agent/in-memory/memory-files.ts';
import { agentRig, type Rig } from '../support/agent-rig.ts';
import { CLUSTER, named } from '../support/fleet-documents.ts';
import { Killed, stoppingFiles } from '../support/stopping-files.ts';

const SECOND = 'billing.production';
const both = (what: string) => ({ [CLUSTER]: what, [SECOND]: what });

/** The two files of a release say the same: anything else would be a mix. */
async function seen(rig: Rig): Promise<string | undefined> {
  const [one, two] = [await rig.current(CLUSTER), await rig.current(SECOND)];
  expect(two).toBe(one);
  return one;
}

async function running(): Promise<Rig> {
  const rig = await agentRig();
  rig.plane.direct({ stable: named(rig.plane.publish(both('one'))) });
  await rig.rounds(1);
  expect(await seen(rig)).toBe('one');
  return rig;
}

interface Story {
  readonly name: string;
  readonly prepare: () => Promise<Rig>;
  /** What happens to the agent while it may be killed. */
  readonly happens: (rig: Rig) => Promise<void>;
  readonly allowed: readonly (string | undefined)[];
  readonly ends: string;
}
const STORIES: readonly Story[] = [
  {
    name: 'the very first start: keys, enrolment, first release',
    prepare: async () => {
      const rig = await agentRig({}, { files: memoryFiles(), boots: false });
      rig.plane.direct({ stable: named(rig.plane.publish(both('one'))) });
      return rig;
    },
    happens: (rig) => rig.rounds(1),
    allowed: [undefined, 'one'],
    ends: 'one',
  },
  {
    name: 'a switch',
    prepare: async () => {
      const rig = await running();
      rig.plane.direct({ stable: named(rig.plane.publish(both('two'))) });
      return rig;
    },
    happens: (rig) => rig.rounds(1),
    allowed: ['one', 'two'],
    ends: 'two',
  },
  {
    name: 'a switch whose hook refuses, and the way back',
    prepare: async () => {
      const rig = await running();
      rig.hookAnswer = (generation) => (generation === 2 ? 'no' : undefined);
      rig.plane.direct({ stable: named(rig.plane.publish(both('two'))) });
      return rig;
    },
    happens: (rig) => rig.rounds(1),
    allowed: ['one', 'two'],
    ends: 'one',
  },
  {
    name: 'a repair',
    prepare: running,
    happens: async (rig) => {
      rig.files.tamper(`current/${CLUSTER}`, new TextEncoder().encode('one'));
      rig.files.tamper(`current/${SECOND}`, new TextEncoder().encode('one '));
      rig.files.tamper(`current/${CLUSTER}`, new TextEncoder().encode('one '));
      await rig.rounds(1);
    },
    allowed: ['one', 'one '],
    ends: 'one',
  },
];

describe.each(STORIES)('killed anywhere during $name', ({ prepare, happens, allowed, ends }) => {
  // Killed after step n is killed before step n + 1: nothing that only reads changes what is left.
  it.each(['kept', 'lost'] as const)('power %s: a whole verified release, then the right one', async (power) => {
    let stops = 0;
    for (let stopAt = 1; ; stopAt++) {
      const rig = await prepare();
      const stopping = stoppingFiles(rig.files, stopAt);
      try {
        await rig.reboot(stopping.files);
        await happens(rig);
      } catch (error) {
        if (!(error instanceof Killed)) throw error;
      }
      if (!stopping.stopped()) break;
      stops++;
      if (power === 'lost') rig.files.losePower();
      // Before any process runs again, and right after boot with no network at all.
      expect(allowed).toContain(await seen(rig));
      rig.plane.intercept = () => ({ status: 503, bytes: new Uint8Array() });
      await rig.reboot();
      expect(allowed.filter((text) => text !== 'one ')).toContain(await seen(rig));
      rig.plane.intercept = () => undefined;
      await rig.rounds(4);
      expect(await seen(rig)).toBe(ends);
      const counters = rig.plane.receipts.map(({ counter }) => counter);
      expect(counters).toStrictEqual(counters.map((_, index) => index + 1));
      expect(rig.plane.nodes.size).toBe(1);
    }
    expect(stops).toBeGreaterThan(10);
  });
});
