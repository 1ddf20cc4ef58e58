import { sha256Hex } from '../../../../core/integrity/digest.ts';
import type { DsseEnvelope } from '../../../../schemas/documents.ts';
import type { CheckInAnswer, CheckInRequest } from '../../../../schemas/node-messages.ts';
import { type Stolen, stolen, type Words, wordsOf } from './forgery.ts';
import { read, routeOf, said, tapedDirectives, tapedReleases } from './on-the-way.ts';
import type { Hop, Stage } from './open-stage.ts';
import { contentOf } from './release.ts';

/* What somebody with the release key makes and hands to a node. */

/** Documents and content that lie ready, by digest; the directive is shown at every check-in. */
export interface Loot {
  readonly directive?: DsseEnvelope | undefined;
  readonly labels?: DsseEnvelope | undefined;
  readonly releases?: readonly Stolen[];
  readonly contents?: readonly Uint8Array[];
}

const LOOT = '/blobs/loot/';

/** Answers check-ins with the loot beside what the control plane says, and its addresses with what lies there. */
export function handingOut({ directive, labels, releases = [], contents = [] }: Loot): Hop {
  const ready = new Map<string, Uint8Array>([
    ...releases.map(({ digest, envelope }) => [digest, said(envelope).bytes] as const),
    ...contents.map((bytes) => [sha256Hex(bytes), bytes] as const),
  ]);
  return async (request, pass) => {
    const { pathname, origin } = new URL(request.url);
    const lying = pathname.startsWith(LOOT) ? ready.get(pathname.slice(LOOT.length)) : undefined;
    if (lying) return { status: 200, bytes: lying };
    const answer = await pass(request);
    if (routeOf(request) !== 'check-in' || answer.status !== 200) return answer;
    const { needs }: CheckInRequest = JSON.parse(request.body ?? '{}');
    const own = needs.flatMap((sha256) => {
      const bytes = ready.get(sha256);
      return bytes ? [{ sha256, url: `${origin}${LOOT}${sha256}`, sizeBytes: bytes.length }] : [];
    });
    const honest = read<CheckInAnswer>(answer);
    return said({
      ...honest,
      ...(directive && { directive }),
      ...(labels && { labels }),
      urls: [...own, ...honest.urls],
    });
  };
}

/** What a release of the thief's puts into each file. */
export const EVIL = new TextEncoder().encode(JSON.stringify(contentOf('evil.development', 'evil!')));

interface Named {
  readonly generation: number;
  readonly digest: string;
}

/** The next release as the control plane would draft it, with content of the thief's in it. */
export function nextRelease(stage: Stage, change: { readonly [member: string]: unknown } = {}): Words {
  const before = tapedReleases(stage).at(-1);
  if (!before) throw new Error('no release went by yet');
  const { predicate, subject, ...words } = wordsOf(before);
  const configs = Object.entries(Object(predicate['configs'])).map(
    ([name, entry]) => [name, { ...Object(entry), sizeBytes: EVIL.length }] as const,
  );
  return {
    ...words,
    subject: subject.map(({ name }) => ({ name, digest: { sha256: sha256Hex(EVIL) } })),
    predicate: {
      ...predicate,
      configs: Object.fromEntries(configs),
      generation: Number(predicate['generation']) + 1,
      previousDigest: sha256Hex(Buffer.from(before.payload, 'base64')),
      ...change,
    },
  };
}

/** The next directive, which tells everybody to run `stable`. */
export function nextDirective(
  stage: Stage,
  stable: Named | undefined,
  change: { readonly [member: string]: unknown } = {},
): Words {
  const before = tapedDirectives(stage).at(-1);
  if (!before) throw new Error('no directive went by yet');
  const { predicate, ...words } = wordsOf(before);
  const { candidate: _, keep: __, stable: ___, ...rest } = predicate;
  const now = stage.clock.now();
  return {
    ...words,
    subject: stable ? [{ name: `release-${stable.generation}`, digest: { sha256: stable.digest } }] : [],
    predicate: {
      ...rest,
      sequence: Number(predicate['sequence']) + 1,
      ...(stable ? { stable } : {}),
      issuedAt: new Date(now).toISOString(),
      expiresAt: new Date(now + 86_400_000).toISOString(),
      ...change,
    },
  };
}

/** Signs this release and a directive that tells everybody to run it, and hands both out with their content. */
export async function rob(
  stage: Stage,
  release: Words,
  { generation = Number(release.predicate['generation']), ...change }: { readonly [member: string]: unknown } = {},
): Promise<Hop> {
  const signed = await stolen(stage, release);
  const named = { generation: Number(generation), digest: signed.digest };
  const { envelope } = await stolen(stage, nextDirective(stage, named, change));
  return handingOut({ directive: envelope, releases: [signed], contents: [EVIL] });
}

/** What people do when a release key was stolen: the next key, and a root of a higher epoch that names it alone. */
export async function beginAnew(stage: Stage): Promise<void> {
  stage.keys.replaceReleaseKey();
  await stage.root.rotate({ epoch: 2 });
  // Whatever was begun before the clusters are in the new epoch is halted.
  await stage.seconds(2);
}
