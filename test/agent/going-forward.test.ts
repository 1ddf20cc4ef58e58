import { describe, expect, it } from 'vitest';
import { sha256Hex } from '../../core/integrity/digest.ts';
import { CLUSTER, candidateOf, issueDirective, issueRelease, later, named, T0 } from '../support/fleet-documents.ts';
import { firstRelease, publishNext, running, told } from './running-agent.ts';

describe('going forward only', () => {
  it('an older stable release is refused when an active candidate is withdrawn', async () => {
    const rig = await running();
    const stable = firstRelease(rig);
    rig.plane.direct({
      stable,
      candidate: candidateOf(rig.plane.publish({ [CLUSTER]: 'two' })),
    });
    await rig.rounds(1);
    rig.plane.direct({ stable });
    await rig.rounds(3);
    expect(await rig.current()).toBe('two');
    expect(told(rig)).toStrictEqual(['rolled_back']);
  });

  it('the same content at a higher generation is adopted: no swap, no hook, a new receipt', async () => {
    const rig = await running();
    const link = await rig.files.readLink('current');
    publishNext(rig, 'one');
    await rig.rounds(2);
    expect(rig.hooks).toStrictEqual([1]);
    expect(await rig.files.readLink('current')).toBe(link);
    expect(rig.plane.receipts.map(({ generation }) => generation)).toStrictEqual([1, 2]);
    expect(rig.plane.checkIns.at(-1)).toMatchObject({ running: { generation: 2 }, components: [{ version: '1.2.0' }] });
  });

  it('an adopted generation boots again, and raises the floor', async () => {
    const rig = await running();
    publishNext(rig, 'one');
    await rig.rounds(1);
    await rig.reboot();
    expect(await rig.current()).toBe('one');
    rig.plane.direct({ stable: firstRelease(rig) });
    await rig.rounds(2);
    expect(told(rig)).toStrictEqual(['rolled_back']);
  });

  it('a fork is told with both envelopes', async () => {
    const rig = await running();
    rig.plane.directive = issueDirective(rig.plane.keys, 1, { expiresAt: later(9) }).envelope;
    rig.plane.answerMore = { directive: rig.plane.directive };
    await rig.rounds(2);
    const refusals = rig.plane.checkIns.flatMap((checkIn) => checkIn.refusals);
    expect(refusals.map(({ code, envelopes }) => [code, envelopes?.length])).toStrictEqual([['fork', 2]]);
  });

  it.each([
    { configs: 20, shown: 2 },
    { configs: 150, shown: 1 },
  ])(
    'a fork of releases with $configs configs is told with $shown envelopes: as many as a check-in holds',
    async ({ configs, shown }) => {
      const rig = await running();
      const many = (what: string) =>
        Object.fromEntries(
          Array.from({ length: configs }, (_, index) => [`service-number-${index}.production`, `${what} ${index}`]),
        );
      const stable = firstRelease(rig);
      const held = rig.plane.publish(many('held'));
      rig.plane.direct({ stable, candidate: candidateOf(held, { mode: 'preload' }), keep: [named(held)] });
      await rig.rounds(1);
      const rival = issueRelease(rig.plane.keys, 3, many('rival'), { previousDigest: sha256Hex('another second one') });
      rig.plane.envelopes.set(rival.digest, rival.envelope);
      rig.plane.direct({ stable, candidate: candidateOf(rival), keep: [named(held)] });
      await rig.rounds(2);
      const refusals = rig.plane.checkIns.flatMap((checkIn) => checkIn.refusals);
      expect(refusals.map(({ code, envelopes }) => [code, envelopes?.length])).toStrictEqual([['fork', shown]]);
      expect(await rig.current()).toBe('one');
    },
  );

  it('a clock set back does not bring an expired directive to life', async () => {
    const rig = await running();
    const two = rig.plane.publish({ [CLUSTER]: 'two' });
    rig.plane.direct({ stable: named(two), issuedAt: later(3600), expiresAt: later(7200) });
    await rig.rounds(1);
    expect(await rig.current()).toBe('two');
    rig.plane.direct({
      stable: named(rig.plane.publish({ [CLUSTER]: 'three' })),
      issuedAt: T0,
      expiresAt: later(3600),
    });
    await rig.rounds(2);
    expect(told(rig)).toStrictEqual(['directive_expired']);
    expect(await rig.current()).toBe('two');
  });
});
