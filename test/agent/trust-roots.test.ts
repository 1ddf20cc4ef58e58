import { describe, expect, it } from 'vitest';
import { CLUSTER, issueDirective, issueRelease, issueRoot, named, T0 } from '../support/fleet-documents.ts';
import { newSigningKey } from '../support/signing-keys.ts';
import { publishNext, running, told } from './running-agent.ts';

describe('trust roots', () => {
  it('are walked one by one when the server has newer ones', async () => {
    const rig = await running();
    rig.plane.roots.push(issueRoot(rig.plane.keys, { version: 2 }), issueRoot(rig.plane.keys, { version: 3 }));
    rig.plane.requests.length = 0;
    await rig.rounds(2);
    expect(rig.plane.requests.filter((request) => request.includes('/trust/'))).toStrictEqual([
      'GET /api/v1/trust/root/2',
      'GET /api/v1/trust/root/3',
    ]);
    expect(rig.plane.checkIns.at(-1)?.rootVersion).toBe(3);
  });

  it('that break the rules are refused, told once, and change nothing', async () => {
    const rig = await running();
    rig.plane.roots.push(issueRoot(rig.plane.keys, { version: 2 }, [newSigningKey()]));
    await rig.rounds(3);
    expect(told(rig)).toStrictEqual(['bad_signature']);
    expect(rig.plane.checkIns.at(-1)?.rootVersion).toBe(1);
    expect(await rig.current()).toBe('one');
  });

  it('with a higher epoch clear the directive mark, and only they do', async () => {
    const rig = await running();
    for (const _ of [1, 2, 3]) publishNext(rig, 'stolen');
    await rig.rounds(1);
    expect(await rig.current()).toBe('stolen');
    // Recovery: a new epoch begins at sequence 1 and generation 1.
    rig.plane.roots.push(issueRoot(rig.plane.keys, { version: 2, epoch: 2 }));
    const release = issueRelease(rig.plane.keys, 1, { [CLUSTER]: 'recovered' }, { epoch: 2 });
    rig.plane.envelopes.set(release.digest, release.envelope);
    rig.plane.publish({ [CLUSTER]: 'recovered' });
    rig.plane.directive = issueDirective(rig.plane.keys, 1, { epoch: 2, stable: named(release) }).envelope;
    await rig.rounds(1);
    expect(await rig.current()).toBe('recovered');
    expect(rig.plane.receipts.at(-1)).toMatchObject({ epoch: 2, generation: 1, directiveSequence: 1 });
  });

  it('put directives and releases of an older epoch out of force, and the running release stays', async () => {
    const rig = await running();
    rig.plane.roots.push(issueRoot(rig.plane.keys, { version: 2, epoch: 2 }));
    publishNext(rig, 'old epoch');
    await rig.rounds(3);
    expect(told(rig)).toStrictEqual(['wrong_epoch']);
    expect(await rig.current()).toBe('one');
  });

  it('that have expired stop installs, never the running release, its boot or the next root', async () => {
    const rig = await running();
    rig.plane.roots.push(issueRoot(rig.plane.keys, { version: 2, expiresAt: T0 }));
    publishNext(rig, 'two');
    await rig.rounds(2);
    expect(told(rig)).toStrictEqual(['root_expired']);
    await rig.reboot();
    expect(await rig.current()).toBe('one');
    rig.plane.roots.push(issueRoot(rig.plane.keys, { version: 3 }));
    await rig.rounds(1);
    expect(await rig.current()).toBe('two');
  });

  it('that drop the key of the running release do not stop its boot', async () => {
    const rig = await running();
    const keys = { ...rig.plane.keys, release: newSigningKey() };
    rig.plane.roots.push(issueRoot(keys, { version: 2 }));
    await rig.rounds(1);
    await rig.reboot();
    expect(await rig.current()).toBe('one');
    expect(rig.log.findLast(({ event }) => event === 'booted')).toStrictEqual({
      event: 'booted',
      generation: 1,
      intact: true,
    });
  });
});
