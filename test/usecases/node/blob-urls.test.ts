import { describe, expect, it } from 'vitest';
import { blobUrls } from '../../../usecases/node/blob-urls.ts';
import type { KnownRelease } from '../../../usecases/node/known-releases.ts';

const digest = (of: number): string => of.toString(16).padStart(64, '0');
const [STABLE, CANDIDATE, STRANGER] = [digest(1), digest(2), digest(3)];
const [SHARED, NEW] = [digest(4), digest(5)];

/** A control plane whose releases hold these blobs, each as long as its number says. */
function urlsOf(contents: { readonly [release: string]: readonly string[] }) {
  const made: string[] = [];
  const blobs = {
    url: async (namespace: string, sha256: string) => {
      made.push(sha256);
      return `https://blobs/${namespace}/${sha256}`;
    },
    get: async () => new Uint8Array(7),
  } as unknown as Parameters<typeof blobUrls>[0]['blobs'];
  const settings = { blobUrlSeconds: 60 } as Parameters<typeof blobUrls>[0]['settings'];
  const blobsOf = (shas: readonly string[]) =>
    new Map(shas.map((sha256) => [sha256, { namespace: 'fees.production', sizeBytes: Number(`0x${sha256}`) }]));
  const urls = blobUrls({ blobs, settings }, async (release) => {
    const shas = contents[release];
    return shas && ({ blobs: blobsOf(shas) } as unknown as KnownRelease);
  });
  const envelopes = new Map(Object.keys(contents).map((release) => [release, `${release}-envelope`]));
  const asked = async (needs: readonly string[], nowMs = 0) => {
    const answers = await urls(needs, { envelopes }, nowMs);
    return answers.map(({ sha256 }) => sha256);
  };
  return { asked, urls: (needs: readonly string[]) => urls(needs, { envelopes }, 0), made };
}

describe('addresses', () => {
  it('of a release are its envelope’s, and those of its content', async () => {
    const { urls } = urlsOf({ [CANDIDATE]: [NEW] });
    expect(await urls([CANDIDATE])).toStrictEqual([
      { sha256: CANDIDATE, url: `https://blobs/release/${CANDIDATE}-envelope`, sizeBytes: 7 },
      { sha256: NEW, url: `https://blobs/fees.production/${NEW}`, sizeBytes: 5 },
    ]);
  });

  it('leave out content that another named release holds: who needs it asks', async () => {
    const { asked } = urlsOf({ [STABLE]: [SHARED], [CANDIDATE]: [SHARED, NEW] });
    expect(await asked([CANDIDATE])).toStrictEqual([CANDIDATE, NEW]);
    expect(await asked([SHARED])).toStrictEqual([SHARED]);
    expect(await asked([CANDIDATE, SHARED])).toStrictEqual([CANDIDATE, SHARED, NEW]);
  });

  it('are of nothing that is not named', async () => {
    const { asked } = urlsOf({ [CANDIDATE]: [NEW] });
    expect(await asked([STRANGER, SHARED])).toStrictEqual([]);
    expect(await asked([NEW])).toStrictEqual([NEW]);
  });

  it('are what was asked for first, and 32 at most', async () => {
    const parts = Array.from({ length: 40 }, (_, index) => digest(100 + index));
    const { asked } = urlsOf({ [CANDIDATE]: parts });
    expect(await asked([CANDIDATE])).toStrictEqual([CANDIDATE, ...parts.slice(0, 31)]);
    const needs = [...parts.slice(8), CANDIDATE];
    expect(await asked(needs)).toStrictEqual(needs.slice(0, 32));
  });

  it('serve for half of their life', async () => {
    const { asked, made } = urlsOf({ [CANDIDATE]: [NEW] });
    for (const nowMs of [0, 29_999, 30_000]) await asked([NEW], nowMs);
    expect(made).toStrictEqual([NEW, NEW]);
  });
});
