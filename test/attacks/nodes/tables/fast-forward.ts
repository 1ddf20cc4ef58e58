import { attacks } from '../stage/attack.ts';
import { reworded, withPredicate } from '../stage/forgery.ts';
import {
  answering,
  bendingCheckIns,
  bendingDirectives,
  bendingReleases,
  offeringRoot,
  said,
  tapedLabels,
  together,
} from '../stage/on-the-way.ts';
import { onThePath } from '../stage/pending.ts';

/** The last of all numbers: after it nothing could be newer. */
const LAST = Number.MAX_SAFE_INTEGER;
const END_OF_TIME = '9999-12-31T23:59:59.999Z';

/** Numbers and times so high that no honest document would ever be newer. Without a key they move nothing. */
export const FAST_FORWARD = attacks('fast-forward', 'path', [
  {
    name: 'a directive with the last of all sequences',
    mount: onThePath(() => bendingDirectives((it) => reworded(it, withPredicate({ sequence: LAST })))),
    told: ['bad_signature'],
  },
  {
    name: 'a directive from the end of time',
    mount: onThePath(() =>
      bendingDirectives((it) => reworded(it, withPredicate({ issuedAt: END_OF_TIME, expiresAt: END_OF_TIME }))),
    ),
    told: ['bad_signature'],
  },
  {
    name: 'a release with the last of all generations',
    mount: onThePath(() => bendingReleases((it) => reworded(it, withPredicate({ generation: LAST })))),
    told: ['bad_signature'],
  },
  {
    name: 'labels with the last of all revisions',
    mount: (stage) => {
      const [labels] = tapedLabels(stage);
      stage.hop = bendingCheckIns((it) => ({
        ...it,
        labels: labels && reworded(labels, withPredicate({ revision: LAST })),
      }));
    },
    told: ['bad_signature'],
  },
  {
    name: 'an answer that says there are more roots than there ever can be',
    mount: (stage) => {
      stage.hop = offeringRoot(LAST, () => said({ code: 'not_found' }, 404));
    },
    told: [],
    shown: { log: 'root_missing not_found' },
  },
  {
    name: 'a server time from the end of time, for the statements the node signs',
    mount: onThePath(() =>
      together(
        answering('check-in', () => said({ code: 'unauthenticated' }, 401)),
        answering('token', () => said({ code: 'clock_skew', serverTime: END_OF_TIME }, 401)),
      ),
    ),
    told: [],
    shown: { log: 'check_in_denied clock_skew' },
  },
]);
