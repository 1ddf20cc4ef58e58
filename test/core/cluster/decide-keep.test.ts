import { describe, expect, it } from 'vitest';
import { decideIssue, type IssueCommand } from '../../../core/cluster/decide-issue.ts';
import { CLUSTER } from '../../../core/cluster/evolve.ts';
import { accept, reject } from '../../../core/decision.ts';
import {
  AT,
  directiveDigest,
  drafted,
  envelope,
  fold,
  hash,
  release,
  sequence,
  signed,
  stopped,
  withDirective,
} from '../../support/issued-clusters.ts';

const keepRelease: IssueCommand = { type: 'KeepRelease', at: AT, digest: release.digest, envelopeSha256: hash('e') };
const keepDirective: IssueCommand = { type: 'KeepDirective', at: AT, digest: directiveDigest, envelope };

describe('keeping an envelope', () => {
  it.each([
    {
      name: 'the first of a release',
      command: keepRelease,
      state: drafted,
      expected: accept({ type: 'ReleaseSigned', at: AT, digest: release.digest, envelopeSha256: hash('e') }),
    },
    { name: 'a second of a release', command: keepRelease, state: signed, expected: accept() },
    {
      name: 'one of another release',
      command: { ...keepRelease, digest: hash('f') },
      state: drafted,
      expected: accept(),
    },
    {
      name: 'the first of a directive',
      command: keepDirective,
      state: drafted,
      expected: accept({ type: 'DirectiveSigned', at: AT, sequence, envelope }),
    },
    { name: 'a second of a directive', command: keepDirective, state: signed, expected: accept() },
    {
      name: 'one of a directive that was replaced',
      command: keepDirective,
      state: withDirective(drafted),
      expected: accept(),
    },
    {
      name: 'a release while signing is stopped',
      command: keepRelease,
      state: stopped,
      expected: reject('cluster_signing_stopped', { since: AT }),
    },
    {
      name: 'a directive while signing is stopped',
      command: keepDirective,
      state: stopped,
      expected: reject('cluster_signing_stopped', { since: AT }),
    },
    { name: 'one for no cluster', command: keepRelease, state: CLUSTER.initial, expected: reject('cluster_unknown') },
  ] as const)('$name', ({ command, state, expected }) => expect(decideIssue(command, state)).toStrictEqual(expected));
});

it('the fold keeps the first envelope, even if a second one was stored', () => {
  const other = { ...envelope, signatures: [{ keyid: 'k', sig: 'b3RoZXI=' }] };
  const again = fold(
    [
      { type: 'ReleaseSigned', at: AT, digest: release.digest, envelopeSha256: hash('e') },
      { type: 'DirectiveSigned', at: AT, sequence, envelope: other },
    ],
    signed,
  );
  expect(again).toStrictEqual(signed);
});
