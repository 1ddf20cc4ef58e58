import { sha256Hex } from '../../../../core/integrity/digest.ts';
import { checkAnnounced, checkBlob, MAX_BLOB_BYTES } from '../../../../core/node/check-blob.ts';
import { text } from '../../../support/fleet-documents.ts';
import { open, type Row, soundRelease } from './answers.ts';
import { other, release } from './documents.ts';

/** Whether bytes are those that were signed, and as many. */
export const BYTES: readonly Row[] = [
  {
    code: 'too_large',
    when: 'a blob is announced above the cap',
    refused: () => checkAnnounced(MAX_BLOB_BYTES + 1, MAX_BLOB_BYTES + 1),
    accepted: () => checkAnnounced(MAX_BLOB_BYTES, MAX_BLOB_BYTES),
  },
  {
    code: 'digest_mismatch',
    when: 'a release comes in place of another',
    refused: () => open(release.envelope, other),
    accepted: soundRelease,
  },
  {
    code: 'digest_mismatch',
    when: 'a byte of a blob differs',
    refused: () => checkBlob(text('fivE'), { sha256: sha256Hex('five'), sizeBytes: 4 }),
    accepted: () => checkBlob(text('five'), { sha256: sha256Hex('five'), sizeBytes: 4 }),
  },
  {
    code: 'size_mismatch',
    when: 'a blob is a byte short',
    refused: () => checkBlob(text('fiv'), { sha256: sha256Hex('five'), sizeBytes: 4 }),
    accepted: () => checkBlob(text('five'), { sha256: sha256Hex('five'), sizeBytes: 4 }),
  },
  {
    code: 'size_mismatch',
    when: 'the announced length is not the signed one',
    refused: () => checkAnnounced(5, 4),
    accepted: () => checkAnnounced(4, 4),
  },
];
