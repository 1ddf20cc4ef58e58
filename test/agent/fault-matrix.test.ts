import { describe, expect, it } from 'vitest';
import { sha256Hex } from '../../core/integrity/digest.ts';
import type { Rig } from '../support/agent-rig.ts';
import { FAILURES, type Failure, failingFiles } from '../support/failing-files.ts';
import { CLUSTER } from '../support/fleet-documents.ts';
import { REPAIR, STORIES, type Story, seen } from './stories.ts';

/** All that a story is about happens in this time, however it is put off by one failure. */
const FAILING_MS = 2_500;
/** Longer than the pauses after that. */
const CALM_MS = 6_000;

/** Each proof follows the one before, and none is told in two ways. */
function provenInOrder({ plane }: Rig): void {
  const receipts = plane.receipts.map(({ counter, previousReceipt }) => ({ counter, previousReceipt }));
  const chain = plane.receipts.map((_, index) => ({
    counter: index + 1,
    previousReceipt: index === 0 ? '' : sha256Hex(plane.receiptTexts[index - 1] ?? ''),
  }));
  expect(receipts).toStrictEqual(chain);
}

/** @returns which call failed, undefined when the story has no so many */
async function played({ prepare, happens, allowed, ends }: Story, failAt: number, how: Failure) {
  const rig = await prepare();
  const shown = new Set<string | undefined>();
  const mixes: string[] = [];
  const look = () =>
    seen(rig).then(
      (what) => void shown.add(what),
      (mix: unknown) => void mixes.push(String(mix)),
    );
  const disk = failingFiles(rig.files, failAt, how, look);
  // An agent that cannot begin ends, and whoever watches over it starts it again. Any later it goes on by itself.
  await rig.start(disk.files).catch(async (error: unknown) => {
    if (disk.failed() === undefined) throw error;
    if (how === 'full') disk.heal();
    await rig.start(disk.files);
  });
  happens?.(rig);
  await rig.clock.advance(FAILING_MS);
  disk.heal();
  await rig.clock.advance(CALM_MS);
  await rig.agent.stop();
  const strange = [...shown].filter((what) => !allowed.includes(what));
  const told = `${how} ${disk.failed()}, call ${failAt}`;
  if (mixes[0] !== undefined) throw new Error(`${told}: ${mixes[0]}`);
  expect({ told, strange, ends: await seen(rig) }).toStrictEqual({ told, strange: [], ends });
  provenInOrder(rig);
  expect(rig.plane.nodes.size).toBe(1);
  return disk.failed();
}

describe.each(STORIES)('a disk that fails anywhere during $name', (story) => {
  it.each(Object.keys(FAILURES) as Failure[])('%s: no mix, then the right release, proven in order', async (how) => {
    const failed: string[] = [];
    for (;;) {
      const call = await played(story, failed.length + 1, how);
      if (call === undefined) break;
      failed.push(call);
    }
    // Every kind of call had its turn.
    expect(new Set(failed)).toStrictEqual(new Set(FAILURES[how]));
  });
});

it('sees a mix where there is one', async () => {
  const half: Story = {
    ...REPAIR,
    happens: ({ files }) => files.tamper(`current/${CLUSTER}`, new TextEncoder().encode('one ')),
  };
  await expect(played(half, Number.POSITIVE_INFINITY, 'refused')).rejects.toThrow(/expected 'one' to be 'one '/);
});
