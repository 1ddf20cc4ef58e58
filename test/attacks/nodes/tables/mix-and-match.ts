import type { CheckInAnswer } from '../../../../schemas/node-messages.ts';
import { attacks } from '../stage/attack.ts';
import { reworded, wordsOf } from '../stage/forgery.ts';
import {
  bendingAllButTheFirst,
  bendingCheckIns,
  bendingContent,
  bendingReleases,
  taped,
  tapedReleases,
} from '../stage/on-the-way.ts';
import { onThePath } from '../stage/pending.ts';

/** Every address of content leads where the next one should. */
function turned({ urls }: CheckInAnswer): CheckInAnswer['urls'] {
  const contents = urls.filter(({ url }) => !url.includes('/blobs/release/'));
  const next = new Map(contents.map(({ sha256 }, index) => [sha256, contents[(index + 1) % contents.length]?.url]));
  return urls.map((it) => ({ ...it, url: next.get(it.sha256) ?? it.url }));
}

/** Parts that are all true, put together as they never belonged together. */
export const MIX_AND_MATCH = attacks('mix-and-match', 'path', [
  {
    name: 'the next directive with the release of before',
    mount: onThePath((stage) => {
      const before = tapedReleases(stage).at(-1);
      return bendingReleases((it) => before ?? it);
    }),
    told: ['digest_mismatch'],
  },
  {
    name: 'the next release with one file of before',
    mount: onThePath((stage) => {
      const before = taped(stage, 'content').at(-1);
      return bendingAllButTheFirst(() => before?.bytes);
    }),
    told: ['digest_mismatch'],
  },
  {
    name: 'the files of one release in each other’s place',
    mount: onThePath(() => bendingCheckIns((answer) => ({ ...answer, urls: turned(answer) }))),
    told: ['digest_mismatch', 'digest_mismatch'],
  },
  {
    name: 'the file of one config for both',
    mount: onThePath(() => {
      let first: Uint8Array | undefined;
      return bendingContent((bytes) => (first ??= bytes));
    }),
    told: ['digest_mismatch'],
  },
  {
    name: 'the subjects of one release over the words of the next',
    mount: onThePath((stage) => {
      const before = tapedReleases(stage).at(-1);
      return bendingReleases((it) =>
        reworded(it, (words) => ({ ...words, subject: before ? wordsOf(before).subject : [] })),
      );
    }),
    told: ['bad_signature'],
  },
  {
    name: 'the payload of one release in the envelope of the next',
    mount: onThePath((stage) => {
      const before = tapedReleases(stage).at(-1);
      return bendingReleases((it) => ({ ...it, payload: before?.payload ?? it.payload }));
    }),
    told: ['bad_signature'],
  },
  {
    name: 'the release where the directive should be',
    mount: onThePath((stage) => {
      const before = tapedReleases(stage).at(-1);
      return bendingCheckIns((it) => ({ ...it, directive: before }));
    }),
    told: ['wrong_type'],
  },
]);
