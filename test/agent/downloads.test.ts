import { describe, expect, it } from 'vitest';
import { agentRig } from '../support/agent-rig.ts';
import { problem } from '../support/fake-control-plane.ts';
import { CLUSTER, named, text } from '../support/fleet-documents.ts';
import { asksFor, count, publishNext, running, told } from './running-agent.ts';

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
    rig.plane.requests.length = 0;
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
    rig.plane.requests.length = 0;
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
