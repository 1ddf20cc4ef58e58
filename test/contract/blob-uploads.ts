import { describe, expect, it } from 'vitest';
import { LARGE, NS, type Send, sha256, type UrlTerms } from './blob-terms.ts';
import { type Factory, within } from './contract.ts';

/** Sessions by whose URL anybody may send one blob. @see usecases/ports.ts Blobs */
export function blobUploadsContract(
  open: Factory<'blobs'>,
  sendOf: (world: object) => Send,
  { minted, slackMs }: UrlTerms,
): void {
  const run = within(open);

  describe('upload', () => {
    const upload = { namespace: NS, sha256: sha256(LARGE), sizeBytes: LARGE.length };
    const flipped = Buffer.from(LARGE).fill(LARGE[0] === 0 ? 1 : 0, 0, 1);

    it(
      'takes exactly the bytes announced',
      run(async ({ world }) => {
        const { url, headers, method } = await world.blobs.openUpload({ ...upload, expiresInSeconds: 60 });
        expect(method).toBe('PUT');
        expect(await world.blobs.finishUpload(upload)).toBe('missing');
        expect((await sendOf(world)('PUT', url, LARGE, headers)).status).toBe(200);
        expect(await world.blobs.finishUpload(upload)).toBe('complete');
        expect(await world.blobs.finishUpload({ ...upload, sizeBytes: LARGE.length - 1 })).toBe('missing');
        expect(Buffer.from((await world.blobs.get(NS, upload.sha256)) ?? []).equals(LARGE)).toBe(true);
      }),
    );

    it.each([
      { name: 'a byte less', bytes: LARGE.subarray(1) },
      { name: 'a byte more', bytes: Buffer.concat([LARGE, Buffer.alloc(1)]) },
      { name: 'another byte', bytes: flipped },
      { name: 'nothing', bytes: Buffer.alloc(0) },
    ])('refuses $name and keeps nothing', ({ bytes }) =>
      run(async ({ world }) => {
        const { url, headers } = await world.blobs.openUpload({ ...upload, expiresInSeconds: 60 });
        const { status } = await sendOf(world)('PUT', url, bytes, headers);
        expect(status).toBeGreaterThanOrEqual(400);
        expect(status).toBeLessThan(500);
        expect(await world.blobs.finishUpload(upload)).toBe('missing');
        expect(await world.blobs.get(NS, upload.sha256)).toBeUndefined();
      })(),
    );

    it(
      'ends with its session, and cannot be bent to another size',
      run(async (opened) => {
        const { world } = opened;
        const open = () => world.blobs.openUpload({ ...upload, expiresInSeconds: 60 });
        const { url, headers } = await open();
        expect((await sendOf(world)('GET', url)).status).toBe(403);
        const bend = (text: string) => text.replaceAll(String(LARGE.length), String(LARGE.length + 1));
        const bent = [bend(url), bend(JSON.stringify(headers))] as const;
        expect(bent).not.toStrictEqual([url, JSON.stringify(headers)]);
        const longer = Buffer.concat([LARGE, Buffer.alloc(1)]);
        const headersOf = (text: string) => JSON.parse(text) as { [name: string]: string };
        expect((await sendOf(world)('PUT', bent[0], longer, headersOf(bent[1]))).status).toBe(403);
        const old = await minted(opened, 59_999 + slackMs, open);
        expect((await sendOf(world)('PUT', old.url, LARGE, old.headers)).status).toBe(403);
        expect(await world.blobs.finishUpload(upload)).toBe('missing');
      }),
    );
  });
}
