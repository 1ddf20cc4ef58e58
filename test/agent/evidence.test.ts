import { expect, it } from 'vitest';
import { signedCheckpoint } from '../../core/integrity/checkpoint.ts';
import { sha256 } from '../../core/integrity/digest.ts';
import { agentRig } from '../support/agent-rig.ts';
import { CLUSTER, named } from '../support/fleet-documents.ts';
import { newSigningKey } from '../support/signing-keys.ts';
import { running } from './running-agent.ts';

it('a control plane behind its nodes gets the envelopes they hold', async () => {
  const rig = await running();
  rig.plane.answerMore = { uploadEnvelopes: true };
  await rig.rounds(1);
  const [asked, shown] = rig.plane.checkIns.slice(-2);
  expect(asked?.ahead).toStrictEqual([]);
  expect(shown?.ahead).toStrictEqual([rig.plane.directive, [...rig.plane.envelopes.values()][0]]);
});

it('a checkpoint that contradicts the one seen is evidence, and the directive is obeyed all the same', async () => {
  const key = newSigningKey('Ed25519');
  const note = (size: number, letter: string) =>
    signedCheckpoint(
      { origin: 'plumbline.test/log', size, root: sha256(letter), epoch: 1 },
      key.publicKey,
      new Uint8Array(64),
    );
  const rig = await agentRig();
  rig.plane.direct({ checkpoint: note(5, 'a') });
  await rig.rounds(1);
  rig.plane.direct({ checkpoint: note(5, 'b'), stable: named(rig.plane.publish({ [CLUSTER]: 'one' })) });
  await rig.rounds(2);
  const evidence = rig.plane.checkIns.flatMap((checkIn) => checkIn.evidence);
  expect(evidence).toStrictEqual([{ kind: 'checkpoint_fork', held: note(5, 'a'), seen: note(5, 'b') }]);
  expect(await rig.current()).toBe('one');
  expect(rig.plane.receipts[0]?.checkpoint).toBe(note(5, 'b'));
});
