import { expect, it } from 'vitest';
import { agentRig } from '../support/agent-rig.ts';
import { CLUSTER, named, text } from '../support/fleet-documents.ts';

const OTHER = 'ab'.repeat(32);

it('what an earlier life left half-written or cannot be read goes, and nothing that is kept', async () => {
  const rig = await agentRig();
  rig.plane.direct({ stable: named(rig.plane.publish({ [CLUSTER]: 'one' })) });
  await rig.rounds(1);
  const folders = ['store', 'envelopes'];
  const lists = () => Promise.all(folders.map((folder) => rig.files.list(folder)));
  const before = await lists();
  for (const left of ['store/OTHER', 'store/OTHER.new', 'envelopes/OTHER.json', 'envelopes/OTHER.json.new'])
    await rig.files.write(left.replace('OTHER', OTHER), text('{'));
  await rig.reboot();
  await rig.rounds(1);
  expect(await lists()).toStrictEqual(before);
  rig.plane.requests.length = 0;
  await rig.reboot();
  await rig.rounds(1);
  expect(rig.plane.requests.filter((request) => request.startsWith('GET /blobs/'))).toStrictEqual([]);
});

it('what a full disk cut off goes with the next release', async () => {
  const rig = await agentRig();
  rig.plane.direct({ stable: named(rig.plane.publish({ [CLUSTER]: 'one' })) });
  await rig.rounds(1);
  const { write } = rig.files;
  rig.files.write = async (path, bytes) => {
    if (!path.startsWith('store/')) return write(path, bytes);
    await write(path, bytes.subarray(0, 1));
    throw new Error('full');
  };
  const second = rig.plane.publish({ [CLUSTER]: 'two' });
  rig.plane.direct({ stable: named(second) });
  await expect(rig.rounds(1)).rejects.toThrow('full');
  rig.files.write = write;
  for (const what of ['three', 'four', 'five']) {
    rig.plane.direct({ stable: named(rig.plane.publish({ [CLUSTER]: what })) });
    await rig.rounds(1);
  }
  expect(await rig.current()).toBe('five');
  expect((await rig.files.list('store')).length).toBe(2);
  expect((await rig.files.list('envelopes')).length).toBe(2);
});

it('an agent whose disk takes no changes boots none the less', async () => {
  const rig = await agentRig();
  rig.plane.direct({ stable: named(rig.plane.publish({ [CLUSTER]: 'one' })) });
  await rig.rounds(1);
  await rig.files.write(`store/${OTHER}.new`, text('{'));
  const refuse = async () => {
    throw new Error('read-only');
  };
  await rig.reboot({ ...rig.files, write: refuse, rename: refuse, symlink: refuse, remove: refuse });
  expect(rig.log.at(-1)).toMatchObject({ event: 'booted', intact: true });
});
