import { describe, expect, it } from 'vitest';
import { signedCheckpoint } from '../../core/integrity/checkpoint.ts';
import { sha256, sha256Hex } from '../../core/integrity/digest.ts';
import { agentRig, type Rig } from '../support/agent-rig.ts';
import { FakeControlPlane, json } from '../support/fake-control-plane.ts';
import {
  CLUSTER,
  candidateOf,
  issueDirective,
  issueRelease,
  issueRoot,
  later,
  named,
  T0,
} from '../support/fleet-documents.ts';
import { newSigningKey } from '../support/signing-keys.ts';

const told = (rig: Rig): string[] => rig.plane.checkIns.flatMap(({ refusals }) => refusals.map(({ code }) => code));
async function running(text = 'one'): Promise<Rig> {
  const rig = await agentRig();
  rig.plane.direct({ stable: named(rig.plane.publish({ [CLUSTER]: text })) });
  await rig.rounds(1);
  return rig;
}

describe('enrolment', () => {
  it('refuses every first root but the one its token pins, however well signed', async () => {
    const rig = await agentRig();
    const [pinned] = rig.plane.roots;
    const { enrolmentToken } = rig.plane;
    rig.plane.roots[0] = issueRoot(rig.plane.keys, { epoch: 7 });
    const other = await agentRig({ enrolmentToken }, { plane: rig.plane });
    await other.rounds(2);
    expect(other.log).toContainEqual({ event: 'enrolment_denied', status: 0, code: 'digest_mismatch' });
    expect(rig.plane.nodes.size).toBe(0);
    if (pinned) rig.plane.roots[0] = pinned;
    await other.rounds(1);
    expect(rig.plane.nodes.size).toBe(1);
  });

  it('walks from the pinned root to the newest', async () => {
    const plane = new FakeControlPlane();
    const keys = { ...plane.keys, root: newSigningKey() };
    plane.roots.push(issueRoot(keys, { version: 2 }, [plane.keys.root, keys.root]));
    plane.roots.push(issueRoot(keys, { version: 3 }));
    const rig = await agentRig({}, { plane });
    await rig.rounds(1);
    expect(rig.plane.checkIns[0]?.rootVersion).toBe(3);
  });

  it('is not asked again after a reboot, token or not', async () => {
    const rig = await running();
    await rig.reboot();
    await rig.rounds(1);
    expect(rig.plane.requests.filter((request) => request === 'POST /api/v1/nodes')).toHaveLength(1);
  });
});

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
    for (const _ of [1, 2, 3]) rig.plane.direct({ stable: named(rig.plane.publish({ [CLUSTER]: 'stolen' })) });
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
    rig.plane.direct({ stable: named(rig.plane.publish({ [CLUSTER]: 'old epoch' })) });
    await rig.rounds(3);
    expect(told(rig)).toStrictEqual(['wrong_epoch']);
    expect(await rig.current()).toBe('one');
  });

  it('that have expired stop installs, never the running release, its boot or the next root', async () => {
    const rig = await running();
    rig.plane.roots.push(issueRoot(rig.plane.keys, { version: 2, expiresAt: T0 }));
    rig.plane.direct({ stable: named(rig.plane.publish({ [CLUSTER]: 'two' })) });
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

describe('going forward only', () => {
  it('an older stable release is refused when an active candidate is withdrawn', async () => {
    const rig = await running();
    const [stable] = [...rig.plane.envelopes.keys()];
    rig.plane.direct({
      stable: { generation: 1, digest: stable ?? '' },
      candidate: candidateOf(rig.plane.publish({ [CLUSTER]: 'two' })),
    });
    await rig.rounds(1);
    rig.plane.direct({ stable: { generation: 1, digest: stable ?? '' } });
    await rig.rounds(3);
    expect(await rig.current()).toBe('two');
    expect(told(rig)).toStrictEqual(['rolled_back']);
  });

  it('the same content at a higher generation is adopted: no swap, no hook, a new receipt', async () => {
    const rig = await running();
    const link = await rig.files.readLink('current');
    rig.plane.direct({ stable: named(rig.plane.publish({ [CLUSTER]: 'one' })) });
    await rig.rounds(2);
    expect(rig.hooks).toStrictEqual([1]);
    expect(await rig.files.readLink('current')).toBe(link);
    expect(rig.plane.receipts.map(({ generation }) => generation)).toStrictEqual([1, 2]);
    expect(rig.plane.checkIns.at(-1)).toMatchObject({ running: { generation: 2 }, components: [{ version: '1.2.0' }] });
  });

  it('an adopted generation boots again, and raises the floor', async () => {
    const rig = await running();
    rig.plane.direct({ stable: named(rig.plane.publish({ [CLUSTER]: 'one' })) });
    await rig.rounds(1);
    await rig.reboot();
    expect(await rig.current()).toBe('one');
    const [first] = [...rig.plane.envelopes.keys()];
    rig.plane.direct({ stable: { generation: 1, digest: first ?? '' } });
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
      const [stable] = [...rig.plane.envelopes.keys()];
      const word = { stable: { generation: 1, digest: stable ?? '' } };
      const held = rig.plane.publish(many('held'));
      rig.plane.direct({ ...word, candidate: candidateOf(held, { mode: 'preload' }), keep: [named(held)] });
      await rig.rounds(1);
      const rival = issueRelease(rig.plane.keys, 3, many('rival'), { previousDigest: sha256Hex('another second one') });
      rig.plane.envelopes.set(rival.digest, rival.envelope);
      rig.plane.direct({ ...word, candidate: candidateOf(rival), keep: [named(held)] });
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

describe('a directive that is over, and no newer one comes', () => {
  const withoutNews = { directive: undefined };

  it('is told once, and what runs goes on', async () => {
    const rig = await running();
    rig.plane.answerMore = withoutNews;
    await rig.clock.advance(86_400_000 - rig.clock.now() + Date.parse(T0) - 1);
    await rig.rounds(1);
    expect(told(rig)).toStrictEqual([]);
    await rig.rounds(3);
    expect(told(rig)).toStrictEqual(['directive_expired']);
    expect(await rig.current()).toBe('one');
  });

  it('is no news for a node that was away and gets the newer one with its first answer', async () => {
    const rig = await running();
    await rig.clock.advance(2 * 86_400_000);
    const at = new Date(rig.clock.now()).toISOString();
    rig.plane.direct({
      stable: named(rig.plane.publish({ [CLUSTER]: 'two' })),
      issuedAt: at,
      expiresAt: later(60, at),
    });
    await rig.rounds(2);
    expect(told(rig)).toStrictEqual([]);
    expect(await rig.current()).toBe('two');
  });
});

describe('blue-green', () => {
  it('holds the next release ready, says so once, and switches without another download', async () => {
    const rig = await running('blue');
    const [blue] = [...rig.plane.envelopes.keys()];
    const stable = { generation: 1, digest: blue ?? '' };
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
    const [blue] = [...rig.plane.envelopes.keys()];
    const stable = { generation: 1, digest: blue ?? '' };
    const withdrawn = candidateOf(rig.plane.publish({ [CLUSTER]: 'green' }), { mode: 'preload' });
    rig.plane.direct({ stable, candidate: withdrawn });
    await rig.rounds(1);
    rig.plane.direct({ stable });
    await rig.rounds(2);
    expect(await rig.files.list('envelopes')).toStrictEqual([`${blue}.json`]);
    expect(rig.plane.checkIns.at(-1)?.resident).toStrictEqual([]);
    expect(told(rig)).toStrictEqual([]);
    // Named again, it is fetched and told again.
    rig.plane.direct({ stable, candidate: withdrawn });
    await rig.rounds(2);
    expect(rig.plane.checkIns.at(-1)?.resident).toStrictEqual([{ generation: 2, digest: withdrawn.digest }]);
  });
});

describe('labels', () => {
  it('let a selector match only when signed, and not when older', async () => {
    const rig = await running();
    const [stable] = [...rig.plane.envelopes.keys()];
    const two = rig.plane.publish({ [CLUSTER]: 'two' });
    const [node] = rig.plane.nodes.keys();
    rig.plane.direct({
      stable: { generation: 1, digest: stable ?? '' },
      candidate: candidateOf(two, { selector: { matchLabels: { region: 'eu' } } }),
    });
    await rig.rounds(2);
    expect(await rig.current()).toBe('one');
    rig.plane.grant(node ?? '', 2, { region: 'us' });
    await rig.rounds(1);
    rig.plane.grant(node ?? '', 1, { region: 'eu' });
    await rig.rounds(1);
    expect(await rig.current()).toBe('one');
    rig.plane.grant(node ?? '', 3, { region: 'eu' });
    await rig.rounds(1);
    expect(await rig.current()).toBe('two');
  });
});

it('a root of a higher epoch takes labels back, whatever number a thief gave them, until they come again', async () => {
  const rig = await running();
  const [node = ''] = rig.plane.nodes.keys();
  rig.plane.grant(node, Number.MAX_SAFE_INTEGER, { region: 'stolen' });
  await rig.rounds(1);
  expect(rig.plane.checkIns.at(-1)?.labelsRevision).toBe(0);
  await rig.rounds(1);
  expect(rig.plane.checkIns.at(-1)?.labelsRevision).toBe(Number.MAX_SAFE_INTEGER);
  rig.plane.labels = undefined;
  rig.plane.roots.push(issueRoot(rig.plane.keys, { version: 2, epoch: 2 }));
  await rig.rounds(2);
  expect(rig.plane.checkIns.at(-1)?.labelsRevision).toBe(0);
  rig.plane.grant(node, 2, { region: 'eu' });
  await rig.rounds(2);
  expect(rig.plane.checkIns.at(-1)?.labelsRevision).toBe(2);
});

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

it('an answer with fields of the future is read all the same', async () => {
  const rig = await agentRig();
  rig.plane.intercept = ({ url }) =>
    url.endsWith('/check-in')
      ? json(200, {
          rootVersion: 1,
          urls: [],
          liveness: '',
          nextCheckInSeconds: 1,
          orders: [],
          ignored: [],
          tomorrow: {},
        })
      : undefined;
  await rig.rounds(1);
  expect(rig.agent.settled()).toBe(true);
});
