import { acceptFirstRoot, acceptNextRoot } from '../../../../core/node/accept-root.ts';
import type { DsseEnvelope } from '../../../../schemas/documents.ts';
import { issueRoot } from '../../../support/fleet-documents.ts';
import { newSigningKey } from '../../../support/signing-keys.ts';
import type { Answer, Row } from './answers.ts';
import { keys, root } from './documents.ts';

const NEXT_KEYS = { ...keys, root: newSigningKey() };
const second = (version = 2, signers = [keys.root, NEXT_KEYS.root]) => issueRoot(NEXT_KEYS, { version }, signers);
const nextRoot = ({ envelope }: { envelope: DsseEnvelope }): Answer => acceptNextRoot(envelope, root.document);

/** Which trust root is the first, and which follows another. */
export const ROOTS: readonly Row[] = [
  {
    code: 'root_rules',
    when: 'a root version is skipped',
    refused: () => nextRoot(second(3)),
    accepted: () => nextRoot(second(2)),
  },
  {
    code: 'bad_signature',
    when: 'a next root lacks the keys of the root before',
    refused: () => nextRoot(second(2, [NEXT_KEYS.root])),
    accepted: () => nextRoot(second()),
  },
  {
    code: 'bad_signature',
    when: 'a next root lacks its own keys',
    refused: () => nextRoot(second(2, [keys.root])),
    accepted: () => nextRoot(second()),
  },
  {
    code: 'digest_mismatch',
    when: 'the first root is not the one the token pins, however well signed',
    refused: () => acceptFirstRoot(issueRoot(keys, { epoch: 2 }).envelope, { version: 1, sha256: root.digest }),
    accepted: () => acceptFirstRoot(root.envelope, { version: 1, sha256: root.digest }),
  },
];
