import { payloadBytes } from '../../../../core/integrity/statement.ts';
import { CLUSTER } from '../../../support/fleet-documents.ts';
import { signed } from '../../../support/signing-keys.ts';
import { directive, install, open, type Row, soundDirective, soundRelease } from './answers.ts';
import { directiveNow, keys, other, release } from './documents.ts';

/** Canonical bytes of a release with its subjects or predicate changed behind the builder's back. */
const forged = (change: (statement: Record<string, unknown>) => void) => {
  const statement = structuredClone(release.document) as unknown as Record<string, unknown>;
  change(statement);
  const drafted = payloadBytes(statement);
  return open(signed(drafted, keys.release), drafted.digest);
};
const subject = (name: string) => ({ name, digest: { sha256: other } });

/** What a document names, and whether what it says is about the same. */
export const NAMES: readonly Row[] = [
  {
    code: 'not_in_directive',
    when: 'the directive does not name it',
    refused: () => install(release, { named: undefined }),
    accepted: () => install(),
  },
  {
    code: 'not_in_directive',
    when: 'the directive names it with another generation',
    refused: () => install(release, { named: { generation: 6 } }),
    accepted: () => install(release, { named: { generation: 5 } }),
  },
  ...[
    '../../etc/passwd',
    '/etc/passwd',
    'a/b.production',
    '.',
    '..',
    '',
    'con\0trol.production',
    'Upper.production',
  ].map(
    (name): Row => ({
      code: 'unsafe_name',
      when: `a subject is called ${JSON.stringify(name)}`,
      refused: () => forged((statement) => Object.assign(statement, { subject: [subject(name)] })),
      accepted: soundRelease,
    }),
  ),
  {
    code: 'subjects_mismatch',
    when: 'a subject is not in the predicate',
    refused: () => forged((statement) => (statement['subject'] as unknown[]).push(subject('other.production'))),
    accepted: soundRelease,
  },
  {
    code: 'subjects_mismatch',
    when: 'a config has no subject',
    refused: () => forged((statement) => Object.assign(statement, { subject: [subject('other.production')] })),
    accepted: soundRelease,
  },
  {
    code: 'subjects_mismatch',
    when: 'one name comes twice',
    refused: () => forged((statement) => (statement['subject'] as unknown[]).push(subject(CLUSTER))),
    accepted: soundRelease,
  },
  {
    code: 'subjects_mismatch',
    when: 'a directive has the subjects of another',
    refused: () => {
      const statement = { ...directiveNow.document, subject: [subject('release-5')] };
      return directive(signed(payloadBytes(statement), keys.release));
    },
    accepted: soundDirective,
  },
];
