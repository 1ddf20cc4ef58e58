import { HttpFailure } from '../../../../agent/ports.ts';
import { attacks } from '../stage/attack.ts';
import { bendingAllButTheFirst, bendingCheckIns, bendingReleases } from '../stage/on-the-way.ts';
import { onThePath } from '../stage/pending.ts';

/** Some files of a release, and not the others. */
export const PARTIAL_BUNDLE = attacks('partial bundle', 'path', [
  {
    name: 'one file is said not to be there',
    mount: onThePath(() => bendingAllButTheFirst(() => undefined)),
    told: [],
    shown: { log: 'download_denied' },
  },
  {
    name: 'one file is cut short',
    mount: onThePath(() => bendingAllButTheFirst((bytes) => bytes.subarray(0, -1))),
    told: ['size_mismatch'],
  },
  {
    name: 'one file is empty',
    mount: onThePath(() => bendingAllButTheFirst(() => new Uint8Array())),
    told: ['size_mismatch'],
  },
  {
    name: 'the connection ends between two files, every time',
    mount: onThePath(() =>
      bendingAllButTheFirst(() => {
        throw new HttpFailure('unreachable', 'socket hang up');
      }),
    ),
    told: [],
    shown: { log: 'download_failed unreachable' },
  },
  {
    name: 'the address of one file is taken out of every answer',
    mount: onThePath(() => {
      let kept: string | undefined;
      return bendingCheckIns(({ urls, ...rest }) => {
        kept ??= urls.find(({ url }) => !url.includes('/blobs/release/'))?.sha256;
        return { ...rest, urls: urls.filter((it) => it.sha256 === kept || it.url.includes('/blobs/release/')) };
      });
    }),
    told: [],
    shown: { event: 'DriftDetected version_behind' },
    lasts: 40,
  },
  {
    name: 'one file is taken out of the release itself',
    mount: onThePath(() =>
      bendingReleases(({ payload, ...rest }) => ({
        ...rest,
        payload: `${payload.slice(0, 400)}${payload.slice(404)}`,
      })),
    ),
    told: ['bad_signature'],
  },
  {
    name: 'the node is killed between two files',
    mount: onThePath((stage) =>
      bendingAllButTheFirst(() => {
        void stage.node.reboot();
        throw new HttpFailure('unreachable');
      }),
    ),
    told: [],
    shown: { log: 'booted' },
    lasts: 3,
  },
]);
