import { CLUSTER, issueRelease } from '../../../support/fleet-documents.ts';
import { directive, install, labels, next, type Row } from './answers.ts';
import { directiveNow, keys, other, place, release } from './documents.ts';

/** Which generation, sequence or revision comes after which, and that none has two contents. */
export const ORDER: readonly Row[] = [
  {
    code: 'rolled_back',
    when: 'the release is below the floor',
    refused: () => install(release, { floor: place(6, other) }),
    accepted: () => install(release, { floor: place(5, release.digest) }),
  },
  {
    code: 'rolled_back',
    when: 'the directive names a stable release below the floor, before anything is fetched',
    refused: () => next({ floor: place(6, other), running: place(6, other), releases: new Map() }),
    accepted: () => next({ floor: place(4, other), running: place(4, other), releases: new Map() }),
  },
  {
    code: 'fork',
    when: 'a directive of the held sequence has another digest',
    refused: () => directive(directiveNow.envelope, { held: { epoch: 1, sequence: 3, digest: other } }),
    accepted: () => directive(directiveNow.envelope, { held: { epoch: 1, sequence: 3, digest: directiveNow.digest } }),
  },
  {
    code: 'fork',
    when: 'the floor has this generation with another digest',
    refused: () => install(release, { floor: place(5, other) }),
    accepted: () => install(release, { floor: place(5, release.digest) }),
  },
  {
    code: 'fork',
    when: 'a resident release has this generation with another digest',
    refused: () => install(release, { held: [place(5, other)] }),
    accepted: () => install(release, { held: [place(5, other, 0)] }),
  },
  {
    code: 'fork',
    when: 'previousDigest contradicts the generation before',
    refused: () =>
      install(issueRelease(keys, 5, { [CLUSTER]: 'x' }, { previousDigest: other }), {
        held: [place(4, release.digest)],
      }),
    accepted: () =>
      install(issueRelease(keys, 5, { [CLUSTER]: 'x' }, { previousDigest: other }), { held: [place(4, other)] }),
  },
  {
    code: 'fork',
    when: 'labels of the held revision have another digest',
    refused: () => labels({}, { revision: 2, digest: other, labels: {} }),
    accepted: () => labels({}, { revision: 1, digest: other, labels: {} }),
  },
];
