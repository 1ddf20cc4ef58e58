import { describe, expect, it } from 'vitest';
import { agentRig, type Rig } from '../support/agent-rig.ts';
import { CLUSTER, candidateOf, named } from '../support/fleet-documents.ts';
import { told } from './running-agent.ts';

/** Runs generation 1; the hook refuses generation 2. */
async function refusing(options: Parameters<typeof agentRig>[0] = {}): Promise<Rig> {
  const rig = await agentRig(options);
  const good = rig.plane.publish({ [CLUSTER]: 'good' });
  rig.plane.direct({ stable: named(good) });
  await rig.rounds(1);
  rig.hookAnswer = (generation) => (generation === 2 ? 'exit code 1: no such tier' : undefined);
  const bad = rig.plane.publish({ [CLUSTER]: 'bad' });
  rig.plane.direct({ stable: named(good), candidate: candidateOf(bad) });
  return rig;
}
const swap = (rig: Rig) => rig.plane.checkIns.at(-1)?.swap;

describe('a release that the hook refuses', () => {
  it('is taken back, told as a failed swap, tried again after pauses that double, then quarantined', async () => {
    const rig = await refusing();
    await rig.rounds(1);
    expect(await rig.current()).toBe('good');
    // Told of the old release again, so that the service reads it.
    expect(rig.hooks).toStrictEqual([1, 2, 1]);
    await rig.rounds(1);
    expect(swap(rig)).toMatchObject({
      generation: 2,
      attempts: 1,
      reason: 'exit code 1: no such tier',
      quarantined: false,
    });
    expect(rig.hooks).toHaveLength(3); // 2 s have not passed
    await rig.rounds(1);
    expect(rig.hooks).toStrictEqual([1, 2, 1, 2, 1]);
    await rig.rounds(5);
    expect(swap(rig)).toMatchObject({ attempts: 3, quarantined: true });
    await rig.rounds(30);
    expect(rig.hooks.filter((generation) => generation === 2)).toHaveLength(3);
    expect(rig.plane.checkIns.at(-1)?.running?.generation).toBe(1);
    expect(rig.plane.receipts.map(({ generation }) => generation)).toStrictEqual([1]);
  });

  it('is told once as refused, and once as quarantined', async () => {
    const rig = await refusing();
    await rig.rounds(20);
    expect(told(rig)).toStrictEqual(['rejected_by_hook', 'quarantined']);
  });

  it('is quarantined at once with one attempt', async () => {
    const rig = await refusing({ swap: { attempts: 1, backoffMs: 1000 } });
    await rig.rounds(10);
    expect(rig.hooks).toStrictEqual([1, 2, 1]);
    expect(swap(rig)?.quarantined).toBe(true);
  });

  it('stays quarantined over a reboot', async () => {
    const rig = await refusing({ swap: { attempts: 1, backoffMs: 1000 } });
    await rig.rounds(2);
    await rig.reboot();
    await rig.rounds(3);
    expect(rig.hooks).toStrictEqual([1, 2, 1]);
  });

  it('counts as tried when the machine goes down in its hook, so that it ends in quarantine and not in a loop', async () => {
    const rig = await refusing();
    for (let life = 1; life <= 3; life++) {
      rig.hangs = (generation) => generation === 2;
      const hooks = rig.hooks.length;
      void rig.agent.round();
      while (rig.hooks.length === hooks) await rig.clock.advance(100);
      rig.hangs = () => false;
      await rig.reboot();
      expect(await rig.current()).toBe('good');
    }
    await rig.rounds(5);
    expect(rig.hooks).toStrictEqual([1, 2, 1, 2, 1, 2, 1]);
    expect(swap(rig)).toMatchObject({ attempts: 3, reason: 'interrupted', quarantined: true });
  });

  it('leaves nothing behind when it was the first one', async () => {
    const rig = await agentRig();
    rig.hookAnswer = () => 'no';
    rig.plane.direct({ stable: named(rig.plane.publish({ [CLUSTER]: 'bad' })) });
    await rig.rounds(1);
    expect(await rig.current()).toBeUndefined();
    expect(rig.plane.receipts).toStrictEqual([]);
  });

  it('does not keep the node from the next one', async () => {
    const rig = await refusing({ swap: { attempts: 1, backoffMs: 1000 } });
    await rig.rounds(3);
    rig.plane.direct({ stable: named(rig.plane.publish({ [CLUSTER]: 'better' })) });
    await rig.rounds(2);
    expect(await rig.current()).toBe('better');
    expect(swap(rig)).toBeNull();
  });
});

describe('orders', () => {
  it.each(['force-sync', 'unquarantine'])('%s clears the quarantine, once however often it comes', async (kind) => {
    const rig = await refusing({ swap: { attempts: 1, backoffMs: 1000 } });
    await rig.rounds(2);
    rig.hookAnswer = () => undefined;
    rig.plane.orders = [{ id: 'order-1', kind }];
    await rig.rounds(3);
    expect(await rig.current()).toBe('bad');
    expect(rig.plane.checkIns.flatMap(({ ordersDone }) => ordersDone)).toStrictEqual([
      { id: 'order-1', result: 'done' },
    ]);
  });

  it('force-sync proves what is intact once more', async () => {
    const rig = await agentRig();
    rig.plane.direct({ stable: named(rig.plane.publish({ [CLUSTER]: 'good' })) });
    await rig.rounds(1);
    rig.plane.orders = [{ id: 'order-1', kind: 'force-sync' }];
    await rig.rounds(2);
    expect(rig.plane.receipts.map(({ counter, generation }) => [counter, generation])).toStrictEqual([
      [1, 1],
      [2, 1],
    ]);
  });

  it('of an unknown kind are ignored and said so', async () => {
    const rig = await agentRig();
    rig.plane.orders = [{ id: 'order-1', kind: 'self-destruct' }];
    await rig.rounds(2);
    expect(rig.plane.checkIns.at(-1)?.ordersDone).toStrictEqual([{ id: 'order-1', result: 'unknown_kind' }]);
  });
});

describe('drift on disk', () => {
  const evil = new TextEncoder().encode('evil');
  async function tampered(): Promise<Rig> {
    const rig = await agentRig();
    rig.plane.direct({ stable: named(rig.plane.publish({ [CLUSTER]: 'good' })) });
    await rig.rounds(2);
    rig.plane.checkIns.length = 0;
    return rig;
  }
  const digests = (rig: Rig) =>
    rig.plane.checkIns.map(({ components }) => components.map(({ digest }) => digest.slice(0, 8)));

  it('is told in the very next check-in and repaired from the store, with the hook', async () => {
    const rig = await tampered();
    rig.files.tamper(`current/${CLUSTER}`, evil);
    rig.plane.intercept = ({ url }) => {
      if (url.includes('/blobs/')) throw new Error('nothing need be fetched');
      return undefined;
    };
    await rig.rounds(2);
    expect(digests(rig)).toStrictEqual([['b5c1fb2e'], ['770e6076']]);
    expect(await rig.current()).toBe('good');
    expect(rig.hooks).toStrictEqual([1, 1]);
  });

  it('is repaired over the network when the store was hit too', async () => {
    const rig = await tampered();
    const [blob] = await rig.files.list('store');
    rig.files.tamper(`current/${CLUSTER}`, evil);
    rig.files.tamper(`store/${blob}`, evil);
    await rig.rounds(1);
    expect(await rig.current()).toBe('good');
    expect(rig.plane.requests.filter((request) => request.startsWith('GET /blobs/'))).toHaveLength(3);
  });

  it('shows a file that no release names, and takes it away', async () => {
    const rig = await tampered();
    const folder = await rig.files.readLink('current');
    await rig.files.write(`${folder}/toString`, evil);
    await rig.rounds(2);
    expect(rig.plane.checkIns[0]?.components.map(({ name }) => name)).toStrictEqual([CLUSTER, 'toString']);
    expect(rig.plane.checkIns[1]?.components.map(({ name }) => name)).toStrictEqual([CLUSTER]);
  });

  it('shows a missing file by its absence, and puts it back', async () => {
    const rig = await tampered();
    const folder = await rig.files.readLink('current');
    await rig.files.remove(`${folder}/${CLUSTER}`);
    await rig.rounds(2);
    expect(rig.plane.checkIns.map(({ components }) => components.length)).toStrictEqual([0, 1]);
  });

  it('is repaired before a boot is over, without any network', async () => {
    const rig = await tampered();
    rig.files.tamper(`current/${CLUSTER}`, evil);
    rig.plane.intercept = () => {
      throw new Error('no network at boot');
    };
    await rig.reboot();
    expect(await rig.current()).toBe('good');
    expect(rig.hooks).toStrictEqual([1, 1]);
  });

  it('is not looked for by hashing what did not change', async () => {
    const rig = await tampered();
    const { read } = rig.files;
    let reads = 0;
    rig.files.read = (path) => {
      reads++;
      return read(path);
    };
    await rig.rounds(20);
    expect(reads).toBe(0);
    await rig.rounds(60); // everything is hashed anew now and then
    expect(reads).toBeGreaterThan(0);
    expect(reads).toBeLessThan(5);
  });
});
