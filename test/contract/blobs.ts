import { describe, expect, it } from 'vitest';
import { LARGE, NS, OWN_TIME, type Send, SMALL, sha256, type UrlTerms } from './blob-terms.ts';
import { blobUploadsContract } from './blob-uploads.ts';
import { FAILURES, type Factory, within } from './contract.ts';

/** Write-once bytes with signed URLs. @see usecases/ports.ts Blobs */
export function blobsContract(
  open: Factory<'blobs'>,
  sendOf: (world: object) => Send,
  terms: UrlTerms = OWN_TIME,
): void {
  const { minted, slackMs, strangersRefused } = terms;
  const run = within(open);

  describe('put and get', () => {
    it.each([
      { name: 'nothing', bytes: Buffer.alloc(0) },
      { name: 'a small blob', bytes: SMALL },
      { name: 'a large blob', bytes: LARGE },
    ])('$name comes back as it went', ({ bytes }) =>
      run(async ({ world: { blobs } }) => {
        expect(await blobs.put(NS, bytes)).toStrictEqual({ sha256: sha256(bytes), sizeBytes: bytes.length });
        expect(Buffer.from((await blobs.get(NS, sha256(bytes))) ?? []).equals(bytes)).toBe(true);
      })(),
    );

    it(
      'the same bytes again change nothing, and another namespace has its own',
      run(async ({ world: { blobs } }) => {
        expect(await blobs.put(NS, SMALL)).toStrictEqual(await blobs.put(NS, SMALL));
        expect(await blobs.get('release', sha256(SMALL))).toBeUndefined();
        expect(await blobs.get(NS, sha256(LARGE))).toBeUndefined();
      }),
    );

    it(
      'what waits for a decision is there when it is true, and not before',
      run(async ({ world: { blobs } }) => {
        const { promise, resolve } = Promise.withResolvers<boolean>();
        const stored = blobs.put(NS, LARGE, promise);
        expect(await blobs.get(NS, sha256(LARGE))).toBeUndefined();
        resolve(true);
        expect(await stored).toStrictEqual({ sha256: sha256(LARGE), sizeBytes: LARGE.length });
        expect(Buffer.from((await blobs.get(NS, sha256(LARGE))) ?? []).equals(LARGE)).toBe(true);
      }),
    );

    it(
      'nothing stays where the decision is against it, or cannot be made',
      run(async ({ world: { blobs } }) => {
        const answer = await blobs.put(NS, LARGE, Promise.resolve(false));
        expect(answer).toStrictEqual({ sha256: sha256(LARGE), sizeBytes: LARGE.length });
        await expect(blobs.put(NS, LARGE, Promise.reject(new Error('undecided')))).rejects.toThrow('undecided');
        expect(await blobs.get(NS, sha256(LARGE))).toBeUndefined();
        await blobs.put(NS, SMALL);
        await blobs.put(NS, SMALL, Promise.resolve(false));
        expect(Buffer.from((await blobs.get(NS, sha256(SMALL))) ?? []).equals(SMALL)).toBe(true);
      }),
    );

    it.each(FAILURES)('can be asked again after a failure ($how)', ({ stored }) =>
      run(async ({ world: { blobs }, failOnce }) => {
        failOnce('blobs', 'put', { stored });
        await expect(blobs.put(NS, SMALL)).rejects.toThrow('blobs.put failed');
        expect((await blobs.get(NS, sha256(SMALL))) !== undefined).toBe(stored);
        await blobs.put(NS, SMALL);
        expect(Buffer.from((await blobs.get(NS, sha256(SMALL))) ?? []).equals(SMALL)).toBe(true);
      })(),
    );

    it.each([
      { name: 'a small blob', bytes: SMALL },
      { name: 'a large blob', bytes: LARGE },
    ])('$name is copied byte for byte, and stays where it was', ({ bytes }) =>
      run(async ({ world: { blobs } }) => {
        await blobs.put(NS, bytes);
        for (const _ of [1, 2]) expect(await blobs.copy(sha256(bytes), NS, 'other.staging')).toBe('copied');
        for (const namespace of [NS, 'other.staging'])
          expect(Buffer.from((await blobs.get(namespace, sha256(bytes))) ?? []).equals(bytes)).toBe(true);
      })(),
    );

    it(
      'to where it is it is copied when it is there',
      run(async ({ world: { blobs } }) => {
        expect(await blobs.copy(sha256(SMALL), NS, NS)).toBe('missing');
        await blobs.put(NS, SMALL);
        expect(await blobs.copy(sha256(SMALL), NS, NS)).toBe('copied');
        expect(Buffer.from((await blobs.get(NS, sha256(SMALL))) ?? []).equals(SMALL)).toBe(true);
      }),
    );

    it(
      'what is not there is not copied, and nothing is copied out of the store',
      run(async ({ world: { blobs } }) => {
        expect(await blobs.copy(sha256(SMALL), NS, 'other.staging')).toBe('missing');
        expect(await blobs.copy(sha256(SMALL), '../release', NS)).toBe('missing');
        await blobs.put(NS, SMALL);
        await expect(blobs.copy(sha256(SMALL), NS, '../release')).rejects.toThrow('not a blob name');
        expect(await blobs.get('other.staging', sha256(SMALL))).toBeUndefined();
      }),
    );

    it.each(FAILURES)('can be copied again after a failure ($how)', ({ stored }) =>
      run(async ({ world: { blobs }, failOnce }) => {
        await blobs.put(NS, SMALL);
        failOnce('blobs', 'copy', { stored });
        await expect(blobs.copy(sha256(SMALL), NS, 'other.staging')).rejects.toThrow('blobs.copy failed');
        expect((await blobs.get('other.staging', sha256(SMALL))) !== undefined).toBe(stored);
        expect(await blobs.copy(sha256(SMALL), NS, 'other.staging')).toBe('copied');
        expect(Buffer.from((await blobs.get('other.staging', sha256(SMALL))) ?? []).equals(SMALL)).toBe(true);
      })(),
    );

    it.each(['..', '.', 'a/b', '../release', 'a..b', '', 'A', '.incoming', 'x'.repeat(129)])(
      'the namespace %j is no place for blobs',
      (namespace) =>
        run(async ({ world: { blobs } }) => {
          await expect(blobs.put(namespace, SMALL)).rejects.toThrow('not a blob name');
          expect(await blobs.get(namespace, sha256(SMALL))).toBeUndefined();
        })(),
    );
  });

  describe('url', () => {
    it(
      'gives the bytes to anyone, until it expires',
      run(async (opened) => {
        const { world } = opened;
        const send = sendOf(world);
        await world.blobs.put(NS, LARGE);
        const mint = () => world.blobs.url(NS, sha256(LARGE), 300);
        const answer = await send('GET', await minted(opened, 300_000 - slackMs, mint));
        expect(answer.status).toBe(200);
        expect(Buffer.from(answer.bytes).equals(LARGE)).toBe(true);
        expect((await send('GET', await minted(opened, 299_999 + slackMs, mint))).status).toBe(403);
      }),
    );

    it(
      'opens nothing else',
      run(async ({ world }) => {
        const send = sendOf(world);
        await world.blobs.put(NS, SMALL);
        await world.blobs.put(NS, LARGE);
        const url = await world.blobs.url(NS, sha256(SMALL), 300);
        expect((await send('GET', url.replace(sha256(SMALL), sha256(LARGE)))).status).toBe(403);
        expect((await send('PUT', url, SMALL)).status).toBe(403);
        if (strangersRefused) expect((await send('GET', url.replace(/\?.*/, ''))).status).toBe(403);
        expect((await send('GET', await world.blobs.url(NS, sha256(Buffer.from('absent')), 300))).status).toBe(404);
      }),
    );
  });

  describe('erase', () => {
    it.each([
      { name: 'a small blob', bytes: SMALL },
      { name: 'a large blob', bytes: LARGE },
    ])('$name is gone, also for who holds a URL, and can be put again', ({ bytes }) =>
      run(async ({ world }) => {
        const { blobs } = world;
        const digest = sha256(bytes);
        await blobs.put(NS, bytes);
        const url = await blobs.url(NS, digest, 300);
        for (const _ of [1, 2]) {
          await blobs.erase(NS, digest);
          expect(await blobs.get(NS, digest)).toBeUndefined();
          expect(await blobs.finishUpload({ namespace: NS, sha256: digest, sizeBytes: bytes.length })).toBe('missing');
          expect(await blobs.copy(digest, NS, 'other.staging')).toBe('missing');
          expect((await sendOf(world)('GET', url)).status).toBe(404);
        }
        await blobs.put(NS, bytes);
        expect(Buffer.from((await blobs.get(NS, digest)) ?? []).equals(bytes)).toBe(true);
        expect((await sendOf(world)('GET', url)).status).toBe(200);
      })(),
    );

    it(
      'takes nothing else: not its neighbours, not its copies',
      run(async ({ world: { blobs } }) => {
        await blobs.put(NS, SMALL);
        await blobs.put(NS, LARGE);
        await blobs.copy(sha256(SMALL), NS, 'other.staging');
        await blobs.erase(NS, sha256(SMALL));
        expect(await blobs.get(NS, sha256(SMALL))).toBeUndefined();
        expect(await blobs.get('other.staging', sha256(SMALL))).not.toBeUndefined();
        expect(await blobs.get(NS, sha256(LARGE))).not.toBeUndefined();
      }),
    );

    it(
      'of what is not there is done, and of what is no blob a fault',
      run(async ({ world: { blobs } }) => {
        await blobs.erase(NS, sha256(SMALL));
        await blobs.put(NS, LARGE);
        await blobs.erase(NS, sha256(SMALL));
        await expect(blobs.erase('../release', sha256(SMALL))).rejects.toThrow('not a blob name');
        await expect(blobs.erase(NS, '')).rejects.toThrow('not a blob name');
        expect(await blobs.get(NS, sha256(LARGE))).not.toBeUndefined();
      }),
    );

    it.each(FAILURES)('can be asked again after a failure ($how)', ({ stored }) =>
      run(async ({ world: { blobs }, failOnce }) => {
        await blobs.put(NS, SMALL);
        failOnce('blobs', 'erase', { stored });
        await expect(blobs.erase(NS, sha256(SMALL))).rejects.toThrow('blobs.erase failed');
        expect((await blobs.get(NS, sha256(SMALL))) === undefined).toBe(stored);
        await blobs.erase(NS, sha256(SMALL));
        expect(await blobs.get(NS, sha256(SMALL))).toBeUndefined();
      })(),
    );
  });

  blobUploadsContract(open, sendOf, terms);
}
