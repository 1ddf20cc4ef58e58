import { describe, expect, it } from 'vitest';
import { HttpFailure } from '../../agent/ports.ts';
import { agentRig, type Rig } from '../support/agent-rig.ts';
import { problem } from '../support/fake-control-plane.ts';
import { CLUSTER, candidateOf, named, text } from '../support/fleet-documents.ts';

const told = (rig: Rig): string[] => rig.plane.checkIns.flatMap(({ refusals }) => refusals.map(({ code }) => code));
const asksFor = (what: string) => (request: { readonly url: string }) => request.url.includes(what);
const count = (rig: Rig, what: string): number => rig.plane.requests.filter((request) => request.includes(what)).length;

async function running(): Promise<Rig> {
  const rig = await agentRig();
  rig.plane.direct({ stable: named(rig.plane.publish({ [CLUSTER]: 'one' })) });
  await rig.rounds(1);
  rig.plane.requests.length = 0;
  return rig;
}
const publishNext = (rig: Rig, content = 'two') =>
  rig.plane.direct({ stable: named(rig.plane.publish({ [CLUSTER]: content })) });

describe('downloads', () => {
  it('ask again at once when an address has expired', async () => {
    const rig = await running();
    let expired = true;
    rig.plane.intercept = (request) => {
      if (!expired || !asksFor('/blobs/')(request)) return undefined;
      expired = false;
      return problem(403, 'expired');
    };
    publishNext(rig);
    await rig.rounds(1);
    expect(await rig.current()).toBe('two');
  });

  it('do not hammer when every address is refused', async () => {
    const rig = await running();
    rig.plane.intercept = (request) => (asksFor('/blobs/')(request) ? problem(403, 'expired') : undefined);
    publishNext(rig);
    await rig.rounds(10);
    expect(await rig.current()).toBe('one');
    expect(count(rig, '/blobs/')).toBe(20); // twice a round
  });

  it.each([
    { what: 'another content', bytes: text('tw0'), code: 'digest_mismatch' },
    { what: 'a byte less', bytes: text('tw'), code: 'size_mismatch' },
    { what: 'a byte more', bytes: text('twoo'), code: 'too_large' },
    { what: 'endless data', bytes: new Uint8Array(20_000_000), code: 'too_large' },
  ])('of $what are refused as $code, told once, and tried again after growing pauses', async ({ bytes, code }) => {
    const rig = await running();
    const release = rig.plane.publish({ [CLUSTER]: 'two' });
    const [subject] = release.document.subject;
    let spoiled = 0;
    rig.plane.intercept = (request) => {
      if (!asksFor(`/blobs/${subject?.digest.sha256}`)(request)) return undefined;
      spoiled++;
      return { status: 200, bytes };
    };
    rig.plane.direct({ stable: named(release) });
    await rig.rounds(60);
    expect(await rig.current()).toBe('one');
    expect(told(rig)).toStrictEqual([code]);
    expect(spoiled).toBeGreaterThan(3);
    expect(spoiled).toBeLessThan(9);
    rig.plane.intercept = () => undefined;
    await rig.rounds(60);
    expect(await rig.current()).toBe('two');
  });

  it('refuse an announced length that was not signed, before anything is fetched', async () => {
    const rig = await running();
    const release = rig.plane.publish({ [CLUSTER]: 'two' });
    const sha256 = release.document.subject[0]?.digest.sha256 ?? '';
    rig.plane.direct({ stable: named(release) });
    rig.plane.answerMore = {
      urls: [
        { sha256: release.digest, url: `${rig.plane.url}/blobs/${release.digest}`, sizeBytes: 5000 },
        { sha256, url: `${rig.plane.url}/blobs/${sha256}`, sizeBytes: 16_000_000 },
      ],
    };
    await rig.rounds(1);
    expect(count(rig, `/blobs/${sha256}`)).toBe(0);
    await rig.rounds(1);
    expect(told(rig)).toStrictEqual(['size_mismatch']);
  });

  it.each([
    'http://169.254.169.254/latest/meta-data',
    'file:///etc/passwd',
    'http://plumb.example/x',
    'http://user:secret@127.0.0.1:8080/x',
    'ftp://127.0.0.1/x',
  ])('do not go to %s', async (url) => {
    const rig = await running();
    const release = rig.plane.publish({ [CLUSTER]: 'two' });
    rig.plane.direct({ stable: named(release) });
    rig.plane.answerMore = { urls: [{ sha256: release.digest, url, sizeBytes: 5000 }] };
    await rig.rounds(2);
    expect(rig.plane.requests.filter((request) => request.startsWith('GET'))).toStrictEqual([]);
    expect(await rig.current()).toBe('one');
  });

  it('carry no credentials', async () => {
    const rig = await running();
    const headers: object[] = [];
    rig.plane.intercept = (request) => {
      if (asksFor('/blobs/')(request)) headers.push(request.headers);
      return undefined;
    };
    publishNext(rig);
    await rig.rounds(1);
    expect(headers).toStrictEqual([{}, {}]);
  });

  it('share what releases have in common', async () => {
    const rig = await agentRig();
    const shared = { 'billing.production': 'same' };
    rig.plane.direct({ stable: named(rig.plane.publish({ ...shared, [CLUSTER]: 'one' })) });
    await rig.rounds(1);
    rig.plane.requests.length = 0;
    rig.plane.direct({ stable: named(rig.plane.publish({ ...shared, [CLUSTER]: 'two' })) });
    await rig.rounds(1);
    expect(count(rig, 'GET')).toBe(2);
  });

  it('of a release with many files go on 32 at a time', async () => {
    const rig = await agentRig();
    const many = Object.fromEntries(
      Array.from({ length: 70 }, (_, index) => [`svc-${index}.production`, `text ${index}`]),
    );
    rig.plane.direct({ stable: named(rig.plane.publish(many)) });
    await rig.rounds(1);
    expect(await rig.current('svc-69.production')).toBe('text 69');
    expect(rig.plane.checkIns.map(({ needs }) => needs.length)).toStrictEqual([0, 1, 32, 32, 6]);
  });
});

describe('offline', () => {
  it('keeps running, backs off, and tells how long it was away', async () => {
    const rig = await running();
    rig.plane.intercept = () => {
      throw new HttpFailure('unreachable');
    };
    const pauses: number[] = [];
    for (let round = 0; round < 8; round++) {
      const delay = await rig.agent.round();
      pauses.push(delay);
      await rig.clock.advance(delay);
    }
    expect(pauses).toStrictEqual([750, 1500, 3000, 6000, 12_000, 24_000, 45_000, 45_000]);
    expect(await rig.current()).toBe('one');
    rig.plane.intercept = () => undefined;
    await rig.rounds(1);
    expect(rig.plane.checkIns.at(-1)?.connectivity).toStrictEqual({ offlineSeconds: 137, failures: 8 });
    await rig.rounds(1);
    expect(rig.plane.checkIns.at(-1)?.connectivity).toStrictEqual({ offlineSeconds: 0, failures: 0 });
  });

  it('queues receipts over reboots and sends them in order', async () => {
    const rig = await running();
    rig.plane.intercept = (request) => (asksFor('/receipts')(request) ? problem(503, 'later') : undefined);
    publishNext(rig, 'two');
    await rig.rounds(1);
    publishNext(rig, 'three');
    await rig.rounds(1);
    await rig.reboot();
    expect(rig.plane.receipts.map(({ counter }) => counter)).toStrictEqual([1]);
    rig.plane.intercept = () => undefined;
    await rig.rounds(1);
    expect(rig.plane.receipts.map(({ counter, generation }) => [counter, generation])).toStrictEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
    rig.plane.requests.length = 0;
    await rig.rounds(1);
    expect(count(rig, '/receipts')).toBe(0);
  });

  it('sends a receipt again whose answer was lost, and it is known', async () => {
    const rig = await running();
    let lost = true;
    const { http } = rig.plane;
    publishNext(rig);
    rig.plane.intercept = (request) => {
      if (!lost || !asksFor('/receipts')(request)) return undefined;
      lost = false;
      void http(request);
      throw new HttpFailure('unreachable');
    };
    await rig.rounds(3);
    expect(rig.plane.receipts.map(({ counter }) => counter)).toStrictEqual([1, 2]);
  });

  it('jumps to the newest directive when it is back, not through those it missed', async () => {
    const rig = await running();
    for (const content of ['two', 'three', 'four']) publishNext(rig, content);
    await rig.rounds(1);
    expect(await rig.current()).toBe('four');
    expect(rig.hooks).toStrictEqual([1, 4]);
  });

  it('tries a failed switch again without the control plane', async () => {
    const rig = await running();
    rig.hookAnswer = (generation) => (generation === 2 ? 'busy' : undefined);
    publishNext(rig);
    await rig.rounds(1);
    rig.plane.intercept = () => {
      throw new HttpFailure('unreachable');
    };
    rig.hookAnswer = () => undefined;
    await rig.rounds(3);
    expect(await rig.current()).toBe('two');
  });
});

describe('authentication', () => {
  it('takes the time for its assertions from the server when told that its clock is wrong', async () => {
    const rig = await agentRig();
    rig.plane.skewSeconds = 7200;
    rig.plane.direct({ stable: named(rig.plane.publish({ [CLUSTER]: 'one' })) });
    await rig.rounds(1);
    expect(await rig.current()).toBe('one');
    // Its own clock is what receipts say and expiry is held against.
    expect(rig.plane.receipts[0]?.time).toBe('2026-11-22T09:30:00.000Z');
  });

  it('does not let the server move the time that expiry is held against', async () => {
    const rig = await agentRig();
    rig.plane.skewSeconds = -7200;
    rig.plane.direct({ stable: named(rig.plane.publish({ [CLUSTER]: 'one' })), expiresAt: '2026-11-22T09:29:59.000Z' });
    await rig.rounds(2);
    expect(await rig.current()).toBeUndefined();
    expect(told(rig)).toStrictEqual(['directive_expired']);
  });

  it('gets another token, once, when its own is refused, and renews it before it ends', async () => {
    const rig = await running();
    let refused = 1;
    rig.plane.intercept = (request) =>
      asksFor('/check-in')(request) && refused-- > 0 ? problem(401, 'unauthenticated') : undefined;
    await rig.rounds(1);
    expect(count(rig, '/token')).toBe(1);
    // 600 s of life from the second on; four fifths of it are over at 481 s.
    await rig.clock.advance(478_000);
    await rig.rounds(1);
    expect(count(rig, '/token')).toBe(1);
    await rig.rounds(1);
    expect(count(rig, '/token')).toBe(2);
  });

  it('keeps running when it was revoked, and asks ever more seldom', async () => {
    const rig = await running();
    rig.plane.intercept = (request) => (asksFor('/check-in')(request) ? problem(403, 'node_revoked') : undefined);
    const delays = [await rig.agent.round(), await rig.agent.round(), await rig.agent.round()];
    expect(delays).toStrictEqual([750, 1500, 3000]);
    expect(await rig.current()).toBe('one');
  });
});

describe('an answer', () => {
  it.each([
    { what: 'that is not JSON', answer: { status: 200, bytes: text('<html>') } },
    { what: 'of another shape', answer: { status: 200, bytes: text('{"rootVersion":"1"}') } },
    { what: 'above 256 KiB', answer: { status: 200, bytes: new Uint8Array(256 * 1024 + 1) } },
    { what: 'that is an error', answer: problem(500, 'fault') },
  ])('$what changes nothing but the pause', async ({ answer }) => {
    const rig = await running();
    publishNext(rig);
    rig.plane.intercept = (request) => (asksFor('/check-in')(request) ? answer : undefined);
    expect(await rig.agent.round()).toBe(750);
    expect(rig.agent.settled()).toBe(false);
    expect(await rig.current()).toBe('one');
  });

  it("sets the pace within a tenth, and echoes the server's liveness", async () => {
    const rig = await running();
    rig.plane.nextCheckInSeconds = 300;
    expect(await rig.agent.round()).toBe(300_000);
    expect(rig.plane.checkIns.at(-1)?.liveness).toBe('alive');
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
