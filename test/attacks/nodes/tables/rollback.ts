import { attacks } from '../stage/attack.ts';
import { reworded, withPredicate } from '../stage/forgery.ts';
import {
  bending,
  bendingCheckIns,
  bendingDirectives,
  bendingReleases,
  offeringRoot,
  said,
  taped,
  tapedDirectives,
  tapedReleases,
} from '../stage/on-the-way.ts';
import { onThePath } from '../stage/pending.ts';

/** Long enough for a node to be found behind. */
const UNTIL_BEHIND = 40;

/** What was true before, shown again. */
export const ROLLBACK = attacks('rollback', 'path', [
  {
    name: 'the first directive that ever went by, in the place of the newest',
    mount: onThePath((stage) => bendingCheckIns((answer) => ({ ...answer, directive: tapedDirectives(stage)[0] }))),
    told: [],
    shown: { event: 'DriftDetected version_behind' },
    lasts: UNTIL_BEHIND,
  },
  {
    name: 'every directive that ever went by, one after the other',
    mount: onThePath((stage) => {
      const all = tapedDirectives(stage);
      let turn = 0;
      return bendingCheckIns((answer) => ({ ...answer, directive: all[turn++ % all.length] }));
    }),
    told: [],
    shown: { event: 'DriftDetected version_behind' },
    lasts: UNTIL_BEHIND,
  },
  {
    name: 'the first directive, to a node that was killed and starts again',
    mount: onThePath(async (stage) => {
      await stage.node.reboot();
      return bendingCheckIns((answer) => ({ ...answer, directive: tapedDirectives(stage)[0] }));
    }),
    told: [],
    shown: { event: 'DriftDetected version_behind' },
    lasts: UNTIL_BEHIND,
  },
  {
    name: 'the release of before, at the address of the next',
    mount: onThePath((stage) => bendingReleases((it) => tapedReleases(stage)[0] ?? it)),
    told: ['digest_mismatch'],
  },
  {
    name: 'the content of before, at the addresses of the next',
    mount: onThePath((stage) => {
      const [before] = taped(stage, 'content');
      return bending('content', (answer) => before ?? answer);
    }),
    told: ['digest_mismatch', 'digest_mismatch'],
  },
  {
    name: 'the next directive with a number of before',
    mount: onThePath(() => bendingDirectives((envelope) => reworded(envelope, withPredicate({ sequence: 1 })))),
    told: ['bad_signature'],
  },
  {
    name: 'the first root, as if it were the next',
    mount: (stage) => {
      const [first] = taped(stage, 'root');
      stage.hop = offeringRoot(2, () => first ?? said({}, 404));
    },
    told: ['root_rules'],
  },
]);
