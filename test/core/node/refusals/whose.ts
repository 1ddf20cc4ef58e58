import { CLUSTER, issueDirective, issueRelease } from '../../../support/fleet-documents.ts';
import { directive, install, labels, type Row, soundDirective } from './answers.ts';
import { keys } from './documents.ts';

/** Whose document it is. */
export const WHOSE: readonly Row[] = [
  {
    code: 'wrong_control_plane',
    when: 'the directive is of another one',
    refused: () => directive(issueDirective(keys, 3, { controlPlane: 'another' }).envelope),
    accepted: soundDirective,
  },
  {
    code: 'wrong_control_plane',
    when: 'the release is of another one',
    refused: () => install(issueRelease(keys, 5, { [CLUSTER]: 'x' }, { controlPlane: 'another' })),
    accepted: () => install(),
  },
  {
    code: 'wrong_cluster',
    when: 'the directive is of another one',
    refused: () => directive(issueDirective(keys, 3, { cluster: 'other.production' }).envelope),
    accepted: soundDirective,
  },
  {
    code: 'wrong_cluster',
    when: 'the release is of another one',
    refused: () => install(issueRelease(keys, 5, { [CLUSTER]: 'x' }, { cluster: 'other.production' })),
    accepted: () => install(),
  },
  {
    code: 'wrong_node',
    when: 'labels are of another node',
    refused: () => labels({ node: `node-${'b'.repeat(32)}` }),
    accepted: () => labels(),
  },
  {
    code: 'wrong_epoch',
    when: "the directive's is below the root's",
    refused: () => directive(issueDirective(keys, 3, { epoch: 0 }).envelope),
    accepted: soundDirective,
  },
  {
    code: 'wrong_epoch',
    when: "the directive's is above the root's",
    refused: () => directive(issueDirective(keys, 3, { epoch: 2 }).envelope),
    accepted: soundDirective,
  },
  {
    code: 'wrong_epoch',
    when: "the release's is not the root's",
    refused: () => install(issueRelease(keys, 5, { [CLUSTER]: 'x' }, { epoch: 2 })),
    accepted: () => install(),
  },
];
