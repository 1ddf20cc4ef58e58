import { describe, expect, it } from 'vitest';
import { agentRig, type Rig } from '../support/agent-rig.ts';
import { CLUSTER, candidateOf, named } from '../support/fleet-documents.ts';
import { firstRelease, running, told } from './running-agent.ts';

describe('blue-green', () => {
  it('holds the next release ready, says so once, and switches without another download', async () => {
    const rig = await running('blue');
    const stable = firstRelease(rig);
    const green = rig.plane.publish({ [CLUSTER]: 'green' });
    rig.plane.direct({ stable, candidate: candidateOf(green, { mode: 'preload' }) });
    await rig.rounds(3);
    expect(await rig.current()).toBe('blue');
    expect(rig.plane.receipts.map(({ state, generation }) => [state, generation])).toStrictEqual([
      ['active', 1],
      ['resident', 2],
    ]);
    expect(rig.plane.checkIns.at(-1)?.resident).toStrictEqual([named(green)]);
    rig.plane.requests.length = 0;
    rig.plane.direct({ stable, candidate: candidateOf(green), keep: [stable] });
    await rig.rounds(1);
    expect(await rig.current()).toBe('green');
    expect(rig.plane.requests.filter((request) => request.startsWith('GET'))).toStrictEqual([]);
  });

  it('drops a preloaded candidate that was withdrawn', async () => {
    const rig = await running('blue');
    const stable = firstRelease(rig);
    const withdrawn = candidateOf(rig.plane.publish({ [CLUSTER]: 'green' }), { mode: 'preload' });
    rig.plane.direct({ stable, candidate: withdrawn });
    await rig.rounds(1);
    rig.plane.direct({ stable });
    await rig.rounds(2);
    expect(await rig.files.list('envelopes')).toStrictEqual([`${stable.digest}.json`]);
    expect(rig.plane.checkIns.at(-1)?.resident).toStrictEqual([]);
    expect(told(rig)).toStrictEqual([]);
    // Named again, it is fetched and told again.
    rig.plane.direct({ stable, candidate: withdrawn });
    await rig.rounds(2);
    expect(rig.plane.checkIns.at(-1)?.resident).toStrictEqual([{ generation: 2, digest: withdrawn.digest }]);
  });
});

it('forty agents in one process follow a canary by rank, each by itself', async () => {
  const rigs = [await agentRig()];
  const { plane } = rigs[0] as Rig;
  for (let each = 1; each < 40; each++) rigs.push(await agentRig({}, { plane }));
  const stable = plane.publish({ [CLUSTER]: 'stable' });
  plane.direct({ stable: named(stable) });
  for (const rig of rigs) await rig.agent.round();
  const candidate = plane.publish({ [CLUSTER]: 'candidate' });
  const share = async (): Promise<number> => {
    const seen = await Promise.all(rigs.map((rig) => rig.current()));
    return seen.filter((content) => content === 'candidate').length;
  };
  const shares: number[] = [];
  for (const cutoff of ['', '4'.repeat(16), '8'.repeat(16), 'f'.repeat(16)]) {
    plane.direct({ stable: named(stable), candidate: candidateOf(candidate, { cutoff }) });
    for (const rig of rigs) await rig.agent.round();
    shares.push(await share());
  }
  expect(shares[0]).toBe(0);
  expect(shares.at(-1)).toBe(40);
  expect(shares).toStrictEqual(shares.toSorted((a, b) => a - b));
  expect(shares[1]).toBeGreaterThan(0);
  expect(shares[2]).toBeLessThan(40);
});
