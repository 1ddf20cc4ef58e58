import { expect } from 'vitest';
import { memoryFiles } from '../../agent/in-memory/memory-files.ts';
import { agentRig, type Rig } from '../support/agent-rig.ts';
import { CLUSTER, named } from '../support/fleet-documents.ts';

const SECOND = 'billing.production';
const both = (what: string) => ({ [CLUSTER]: what, [SECOND]: what });
const bytes = (what: string) => new TextEncoder().encode(what);

/** The two files of a release say the same: anything else would be a mix. */
export async function seen(rig: Rig): Promise<string | undefined> {
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

/** What an agent goes through while its disk or its life may fail at any step. */
export interface Story {
  readonly name: string;
  readonly prepare: () => Promise<Rig>;
  /** What happens once the agent is up, behind its back. */
  readonly happens?: (rig: Rig) => void;
  readonly allowed: readonly (string | undefined)[];
  readonly ends: string;
}
export const REPAIR: Story = {
  name: 'a repair',
  prepare: running,
  happens: ({ files }) => {
    files.tamper(`current/${CLUSTER}`, bytes('one '));
    files.tamper(`current/${SECOND}`, bytes('one '));
  },
  allowed: ['one', 'one '],
  ends: 'one',
};

export const STORIES: readonly Story[] = [
  {
    name: 'the very first start: keys, enrolment, first release',
    prepare: async () => {
      const rig = await agentRig({}, { files: memoryFiles(), boots: false });
      rig.plane.direct({ stable: named(rig.plane.publish(both('one'))) });
      return rig;
    },
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
    allowed: ['one', 'two'],
    ends: 'one',
  },
  REPAIR,
];
